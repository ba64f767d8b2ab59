import type { ToolCall, ToolDescription } from '../../domain/tool.ts'

/** The models this server can ask, by the names plans use. Opened by `models.ts`. */
export interface Models {
  /**
   * The model of that name; of the server's default for null. Null: there is none, the built-in engine works alone.
   * @throws {Failure} MODEL_REFUSED no server is set for models of that name
   */
  resolve(name: string | null): Model | null
  close(): Promise<void>
}

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
  ask(request: ModelRequest, options: AskOptions): Promise<ModelAnswer>
  close(): Promise<void>
}

export interface AskOptions {
  readonly signal: AbortSignal
  /** Time left for the answer, in ms: a wait the server asks for that does not fit is not begun. */
  readonly withinMs?: number
}

export interface ModelRequest {
  /** Ours alone; a customer's words never stand here without a fence. */
  readonly instructions: string
  readonly messages: readonly ModelMessage[]
  readonly tools: readonly ToolDescription[]
  /** `none`: the tools stay in view, but text is wanted now. Default `auto`. */
  readonly toolChoice?: 'auto' | 'none'
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
  /** As the server counted them; 0 when it does not say. */
  readonly inputTokens: number
  readonly outputTokens: number
}
