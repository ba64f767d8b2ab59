import type { CallToolResult, Client, ContentBlock, Tool } from '@modelcontextprotocol/client'
import { Failure } from '../../base/failure.ts'
import type { CustomerIdentity, ToolCall, ToolDescription, ToolImage, ToolResult } from '../../domain/tool.ts'
import type { ToolServer } from './mcp.ts'

export interface McpToolServerOptions {
  /** `read`: tools that change something are neither listed nor called. */
  readonly accessLevel: 'read' | 'write'
  /** Longest one call may take, in ms. */
  readonly callTimeoutMs: number
  /** Why the server could not be reached, when that is known better here than there. */
  readonly refusal?: () => string | null
  /** Closes what the client was connected to. */
  readonly onClose: () => Promise<void>
}

/** A `ToolServer` over a connected MCP client, whatever its transport. */
export class McpToolServer implements ToolServer {
  readonly #client: Client
  readonly #options: McpToolServerOptions
  readonly #tools: ReadonlyMap<string, ToolDescription>

  private constructor(client: Client, tools: readonly ToolDescription[], options: McpToolServerOptions) {
    this.#client = client
    this.#tools = new Map(tools.map((tool) => [tool.name, tool]))
    this.#options = options
  }

  /** Asks `client` once for its tools. */
  static async over(client: Client, options: McpToolServerOptions): Promise<McpToolServer> {
    const { tools } = await client.listTools()
    const allowed = tools.map(descriptionOf).filter(({ isWrite }) => options.accessLevel === 'write' || !isWrite)
    return new McpToolServer(client, allowed, options)
  }

  list(): Promise<readonly ToolDescription[]> {
    return Promise.resolve([...this.#tools.values()])
  }

  async call(
    { tool, args }: ToolCall,
    { customer, language, signal }: { customer: CustomerIdentity; language: string; signal: AbortSignal },
  ): Promise<ToolResult> {
    if (signal.aborted) throw signal.reason
    if (!this.#tools.has(tool)) return { ok: false, data: {}, problem: 'There is no such tool.', images: [] }
    const _meta = { [CUSTOMER_KEY]: customer, [LANGUAGE_KEY]: language }
    const request = { name: tool, arguments: { ...args }, _meta }
    try {
      const answer = await this.#client.callTool(request, { signal, timeout: this.#options.callTimeoutMs })
      const refusal = isFailureOfServer(answer) ? this.#options.refusal?.() : null
      if (refusal) throw new Failure('TOOL_FAILED', { tool, problem: refusal })
      return resultOf(tool, answer)
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (error instanceof Failure) throw error
      throw new Failure('TOOL_FAILED', { tool, problem: problemOf(error) }, { cause: error })
    }
  }

  async close(): Promise<void> {
    await this.#client.close()
    await this.#options.onClose()
  }
}

/** Our part of a call's and an answer's `_meta`; `odoo-mcp/src/customer.ts` and `tools/tool.ts` read and write them. */
const CUSTOMER_KEY = 'chatwootai/customer'
const LANGUAGE_KEY = 'chatwootai/language'
const FAILURE_KEY = 'chatwootai/failure'
const NAME_KEY = 'chatwootai/name'

/** Kinds of failure that are the server's, not this call's: asked again later, the same call may well succeed. */
const SERVER_FAILURES: readonly unknown[] = ['unreachable', 'credentials', 'bug']

const descriptionOf = ({ name, description, inputSchema, annotations }: Tool): ToolDescription => ({
  name,
  description: description ?? '',
  inputSchema,
  // Without a hint a tool has to be taken for one that writes.
  isWrite: annotations?.readOnlyHint !== true,
})

const isFailureOfServer = ({ isError, _meta }: CallToolResult): boolean =>
  isError === true && SERVER_FAILURES.includes(_meta?.[FAILURE_KEY])

function resultOf(tool: string, answer: CallToolResult): ToolResult {
  const { isError, structuredContent, content } = answer
  const text = content.find((block) => block.type === 'text')?.text ?? ''
  if (isFailureOfServer(answer)) throw new Failure('TOOL_FAILED', { tool, problem: text })
  const data = isRecord(structuredContent) ? structuredContent : { text }
  return isError
    ? { ok: false, data: {}, problem: text, images: [] }
    : { ok: true, data, problem: null, images: content.flatMap(imageOf) }
}

function imageOf(block: ContentBlock): readonly ToolImage[] {
  if (block.type !== 'image') return []
  const name = block._meta?.[NAME_KEY]
  return [{ name: typeof name === 'string' ? name : 'image', mimeType: block.mimeType, base64: block.data }]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const problemOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && error.code === 'REQUEST_TIMEOUT'
    ? 'it did not answer in time'
    : 'it broke off'
