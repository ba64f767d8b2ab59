import type { ToolCall, ToolDescription } from '../../domain/tool.ts'

/**
 * One model, asked once. Not streamed: Chatwoot takes whole messages and the claim check needs the whole reply.
 * Adapters: `openai-compatible.ts`, and `scripted.ts` for tests. Both pass `contract.ts`.
 */
export interface Model {
  /** `compatible:<id>` or `openai:<id>`, for traces and budgets. */
  readonly name: string
  /**
   * @throws {Failure} MODEL_BUSY (429, 5xx, cut, hung: worth another try), MODEL_REFUSED (4xx, unusable answer)
   * @throws the signal's reason, when it aborts; the connection is closed then.
   */
  ask(request: ModelRequest, options: { signal: AbortSignal }): Promise<ModelAnswer>
  close(): Promise<void>
}

export interface ModelRequest {
  /** Ours alone; a customer's words never stand here without a fence. */
  readonly instructions: string
  readonly messages: readonly ModelMessage[]
  readonly tools: readonly ToolDescription[]
  /** `json`: the answer must be one JSON object. */
  readonly output: 'text' | 'json'
  readonly temperature?: number
  readonly maxOutputTokens?: number
}

export type ModelMessage =
  | { readonly role: 'user' | 'assistant'; readonly text: string }
  | { readonly role: 'assistant-tools'; readonly text: string; readonly calls: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly tool: string; readonly text: string }

/** Either text, or tool calls to make. A call whose arguments are no JSON object comes as `malformed`. */
export interface ModelAnswer {
  readonly text: string
  readonly calls: readonly ToolCall[]
  readonly malformed: readonly { readonly id: string; readonly tool: string; readonly problem: string }[]
  readonly inputTokens: number
  readonly outputTokens: number
}
