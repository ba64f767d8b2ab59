import type { Secret } from '../base/secret.ts'
import type { ConnectionId } from '../domain/ids.ts'

/** One Chatwoot installation: where it is, how it proves itself to us, and how we do to it. */
export interface Connection {
  readonly id: ConnectionId
  readonly baseUrl: string
  /** Last part of its webhook address; null: reached by the old `POST /webhook` alone. */
  readonly webhookToken: string | null
  /** Webhook secrets: agent bot, account webhooks and API inboxes each have one. */
  readonly secrets: readonly Secret[]
  /** Takes deliveries without a signature, as hints to be read back. */
  readonly allowsUnsigned: boolean
  /** Speaks and hands over. */
  readonly botToken: Secret
  /** Reads what a bot may not. */
  readonly userToken: Secret | null
  readonly requestsPerSecond: number
}
