export type MarkKind = 'bold' | 'italic' | 'strike' | 'code'

/** Which marks a channel's own app turns into formatting. What it does not know stays visible, as it does there. */
export interface Dialect {
  /** Longest marks first. */
  readonly marks: readonly (readonly [mark: string, kind: MarkKind])[]
  readonly hasBlocks: boolean
  readonly hasHeadings: boolean
  readonly hasLabelledLinks: boolean
}

/** WhatsApp's formatting (faq.whatsapp.com, "How to format your messages"). */
export const WHATSAPP: Dialect = {
  marks: [
    ['*', 'bold'],
    ['_', 'italic'],
    ['~', 'strike'],
    ['`', 'code'],
  ],
  hasBlocks: true,
  hasHeadings: false,
  hasLabelledLinks: false,
}

/** The part of CommonMark that Chatwoot's web widget and dashboard show. */
export const MARKDOWN: Dialect = {
  marks: [
    ['**', 'bold'],
    ['__', 'bold'],
    ['~~', 'strike'],
    ['*', 'italic'],
    ['_', 'italic'],
    ['`', 'code'],
  ],
  hasBlocks: true,
  hasHeadings: true,
  hasLabelledLinks: true,
}

/** Instagram and Messenger show text as it is; only links are live. */
export const PLAIN: Dialect = { marks: [], hasBlocks: false, hasHeadings: false, hasLabelledLinks: false }
