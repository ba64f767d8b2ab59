import type { ChannelKind } from '../../../domain/channel-kind.ts'

/** What a channel asks of a crew. One file per channel; a new channel is one file and its line in `channels.ts`. */
export interface ChannelCrew {
  readonly channel: ChannelKind
  /** Longest single message it takes, in characters; a longer reply is split when it is sent. */
  readonly maxChars: number
  /** How much of Markdown its customers see. */
  readonly markdown: 'whatsapp' | 'full' | 'none'
  /** Quick replies: how many, and how long a title may be in characters. */
  readonly buttons: { readonly most: number; readonly titleChars: number } | null
  readonly showsImages: boolean
  /** Whether the customer can see us typing (facts: Chatwoot tells nobody but the web widget). */
  readonly showsTyping: boolean
  /** How one writes there, for a model's instructions. */
  readonly tone: string
}
