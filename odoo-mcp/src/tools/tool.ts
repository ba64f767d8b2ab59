import type { CallToolResult, ServerContext } from '@modelcontextprotocol/server'
import type { Catalogue } from '../catalogue.ts'
import type { OdooClient } from '../client/odoo-client.ts'
import { OdooFailure } from '../client/odoo-failure.ts'
import { type Customer, customerOf, languageOf } from '../customer.ts'
import type { Pictures } from '../pictures.ts'

/** What every tool is made with. */
export interface ToolDeps {
  readonly odoo: OdooClient
  readonly catalogue: Catalogue
  readonly pictures: Pictures
  /** Told of every error a customer was not shown, with its cause. */
  readonly onError: (tool: string, error: unknown) => void
}

/** What a call carries beside its arguments. */
export interface Asked {
  readonly customer: Customer
  readonly language: string | undefined
  readonly signal: AbortSignal
}

/** A picture to show. Its base64 stays out of the structured answer, which models and traces read. */
export interface Picture {
  readonly name: string
  readonly mimeType: string
  readonly base64: string
}

export interface Answer {
  readonly data: Record<string, unknown>
  readonly pictures?: readonly Picture[]
}

/** Key of a result's `_meta` that says what kind of failure it was (`OdooFailureKind`). */
export const FAILURE_KEY = 'chatwootai/failure'
/** Key of a picture's `_meta`: its file name. */
export const NAME_KEY = 'chatwootai/name'

/** Only reads, and only this one shop. */
export const READ_ONLY = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const

/** Runs a tool's work: its answer as structured content and as text, its failure as a sentence of ours. */
export async function answered(
  { tool, onError, context }: { tool: string; onError: ToolDeps['onError']; context: ServerContext },
  work: (asked: Asked) => Promise<Answer>,
): Promise<CallToolResult> {
  const { _meta, signal } = context.mcpReq
  try {
    const { data, pictures = [] } = await work({ customer: customerOf(_meta), language: languageOf(_meta), signal })
    return {
      structuredContent: data,
      content: [{ type: 'text', text: JSON.stringify(data) }, ...pictures.map(imageOf)],
    }
  } catch (error) {
    if (!signal.aborted) onError(tool, error)
    return refused(error instanceof OdooFailure ? error : new OdooFailure('bug'))
  }
}

const imageOf = ({ name, mimeType, base64 }: Picture) =>
  ({ type: 'image', data: base64, mimeType, _meta: { [NAME_KEY]: name } }) as const

const refused = ({ kind, message }: OdooFailure): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text: message }],
  _meta: { [FAILURE_KEY]: kind },
})
