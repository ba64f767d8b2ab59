import * as z from 'zod'

/** The kinds of knowledge a shop can have, as the original named them. Only enabled ones are searched. */
export const COLLECTIONS = [
  'business_rules',
  'products_informations',
  'scheduling_rules',
  'delivery_rules',
  'support_documents',
] as const
export const Collection = z.enum(COLLECTIONS)
export type Collection = z.infer<typeof Collection>

/** A piece of a shop's document, as it is searched and cited. */
export interface Passage {
  /** Stable while the source's text is: `<source>#<hash>`. */
  readonly id: string
  readonly collection: Collection
  /** The file or page it is from. */
  readonly source: string
  /** Title path, outermost first. */
  readonly titles: readonly string[]
  /** The question it answers, when the source is a question and an answer. Indexed apart from the answer. */
  readonly question: string | null
  readonly text: string
  /** Epoch ms; a temporary promotion expires. */
  readonly validFromMs: number | null
  readonly validUntilMs: number | null
}

export interface Hit {
  readonly passage: Passage
  /** 0–1: how well it answers, comparable between queries. */
  readonly score: number
}
