import type { Intent } from './intent.ts'

/** A tool as an agent is shown it. `name` is unique among the tenant's tools. */
export interface ToolDescription {
  readonly name: string
  readonly description: string
  /** JSON Schema (draft 2020-12) of the arguments. */
  readonly inputSchema: Readonly<Record<string, unknown>>
  /** Changes something. `access_level: read` removes these. */
  readonly isWrite: boolean
}

/** Who the customer of this conversation is, and how surely. Bound server-side; no tool argument can change it. */
export interface CustomerIdentity {
  readonly strength: 'proven' | 'claimed' | 'none'
  /** E.164, when the channel gave it. */
  readonly phone: string | null
  readonly email: string | null
  readonly name: string | null
}

export interface ToolResult {
  /** `false`: the tool could not do it (not found is an answer, not a failure). */
  readonly ok: boolean
  /** What the tool found, as plain JSON. The turn's evidence. */
  readonly data: Readonly<Record<string, unknown>>
  /** A short sentence for the model when `ok` is false. */
  readonly problem: string | null
  /** Pictures to show, base64. Kept out of prompts and traces. */
  readonly images: readonly ToolImage[]
}

export interface ToolImage {
  readonly name: string
  readonly mimeType: string
  readonly base64: string
}

export interface ToolCall {
  readonly id: string
  readonly tool: string
  readonly args: Readonly<Record<string, unknown>>
}

/** The read-only tools that code chooses before any model is asked, by intent and slots. */
export type ToolRule = (intent: Intent) => string | null
