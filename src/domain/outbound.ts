/** What a turn wants done at Chatwoot, in this order. Each becomes one row of the outbox. */
export type OutboundAction =
  | {
      readonly kind: 'message'
      /** Markdown as Chatwoot stores it; rendered for the channel and Liquid-escaped when it is planned. */
      readonly text: string
      readonly buttons: readonly Button[]
      readonly image: OutboundImage | null
    }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'labels'; readonly add: readonly string[] }
  | { readonly kind: 'status'; readonly status: 'open' | 'pending' | 'resolved' }
  | { readonly kind: 'assign'; readonly team: number | null; readonly agent: number | null }
  | { readonly kind: 'priority'; readonly priority: 'low' | 'medium' | 'high' | 'urgent' }

/** `title` = `value`: on most channels the customer's tap comes back as the title (facts: Chatwoot §5.4). */
export interface Button {
  readonly title: string
}

export interface OutboundImage {
  readonly name: string
  readonly mimeType: string
  readonly base64: string
}
