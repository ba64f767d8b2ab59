import type { Secret } from '../base/secret.ts'
import type { ConnectionId } from '../domain/ids.ts'

/** One Chatwoot installation: where it is, how it proves itself to us, and how we do to it. */
export interface Connection {
  readonly id: ConnectionId
  readonly baseUrl: string
  /** The one Chatwoot account it speaks for; null or absent: every account of the installation. */
  readonly account?: number | null
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
  /** As it said when it was connected; null or absent: taken for a new one. */
  readonly version?: string | null
  /** API inboxes that are WhatsApp gateways (Evolution, Baileys …): the numbers they give are proven. */
  readonly gatewayInboxes?: readonly number[]
}
