import * as z from 'zod'
import { Secret } from '../base/secret.ts'
import type { ConnectionId } from '../domain/ids.ts'
import type { Connection } from './connection.ts'

/** What of a connected Chatwoot may be shown. */
export const ConnectionFacts = z.object({
  baseUrl: z.url({ protocol: /^https?$/ }),
  account: z.int().positive(),
  /** As it said when it was connected; null: it does not say. */
  version: z.string().nullable(),
  botId: z.int().positive(),
  /** Its account webhook; null: none was made. */
  webhookId: z.int().positive().nullable(),
  /** The inboxes on which the bot was set. */
  inboxes: z.array(z.int().positive()),
  /** API inboxes that are WhatsApp gateways: the numbers they give are proven. */
  gatewayInboxes: z.array(z.int().positive()),
  /** Its version does not sign what bots are told: deliveries are hints. */
  allowsUnsigned: z.boolean(),
  requestsPerSecond: z.number().positive(),
})
export type ConnectionFacts = z.infer<typeof ConnectionFacts>

/** What of it may not: kept encrypted. */
export const ConnectionSecrets = z.object({
  webhookToken: z.string().min(4),
  botToken: z.string().min(1),
  userToken: z.string().min(1),
  webhookSecrets: z.array(z.string().min(1)),
})
export type ConnectionSecrets = z.infer<typeof ConnectionSecrets>

/** The connection as the rest of the server uses it. */
export function connectionOf(id: ConnectionId, facts: ConnectionFacts, secrets: ConnectionSecrets): Connection {
  return {
    ...{ id, baseUrl: facts.baseUrl, account: facts.account, allowsUnsigned: facts.allowsUnsigned },
    ...{ requestsPerSecond: facts.requestsPerSecond, gatewayInboxes: facts.gatewayInboxes, version: facts.version },
    webhookToken: secrets.webhookToken,
    secrets: secrets.webhookSecrets.map((secret) => new Secret(secret)),
    botToken: new Secret(secrets.botToken),
    userToken: new Secret(secrets.userToken),
  }
}
