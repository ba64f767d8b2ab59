import type { CustomerIdentity, ToolCall, ToolDescription, ToolResult } from '../../domain/tool.ts'

/**
 * One tenant's tools, behind MCP. `call` never throws for what a tool could not do (`ok: false`), only for what
 * kept it from being asked.
 */
export interface ToolServer {
  list(): Promise<readonly ToolDescription[]>
  /**
   * `customer` is bound here, beside the arguments, where no model can write.
   * @throws {Failure} TOOL_FAILED the server is down, slow or broken
   */
  call(
    call: ToolCall,
    options: { customer: CustomerIdentity; language: string; signal: AbortSignal },
  ): Promise<ToolResult>
  close(): Promise<void>
}
