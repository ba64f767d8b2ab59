/** What a turn wants done at Chatwoot, in this order. Each becomes one row of the outbox. */
export type OutboundAction =
  | {
      readonly kind: 'message'
      /** Markdown as Chatwoot stores it; rendered for the channel and Liquid-escaped when it is planned. */
      readonly text: string
      readonly buttons: readonly Button[]
      readonly image: OutboundImage | null
      /** Said by it, for WhatsApp's window is closed: `text` is what the attendants read of it. Absent: said freely. */
      readonly template?: TemplateUse
    }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'labels'; readonly add: readonly string[] }
  | { readonly kind: 'status'; readonly status: 'open' | 'pending' | 'resolved' }
  | { readonly kind: 'assign'; readonly team: number | null; readonly agent: number | null }
  | { readonly kind: 'priority'; readonly priority: 'low' | 'medium' | 'high' | 'urgent' }
  /** Asks the customer to rate the conversation, where nobody has asked yet and Chatwoot does not ask itself. */
  | { readonly kind: 'csat'; readonly text: string }

/** A message that WhatsApp approved, and what stands at its places. */
export interface TemplateUse {
  readonly name: string
  /** WhatsApp's code: `pt_BR`. */
  readonly language: string
  readonly category: 'UTILITY' | 'MARKETING'
  /** By the names of the places in its body: `{ '1': 'Ana' }`. */
  readonly parameters: Readonly<Record<string, string>>
  /** The inbox is Twilio's, which wants the parameters in another form. */
  readonly isTwilio?: true
}

/** `title` = `value`: on most channels the customer's tap comes back as the title (facts: Chatwoot §5.4). */
export interface Button {
  readonly title: string
}

export interface OutboundImage {
  readonly name: string
  readonly mimeType: string
  readonly base64: string
}
