import * as z from 'zod'
import { TenantId } from '../domain/ids.ts'

const Inboxes = z.array(z.int().positive())

/** What `connect` asks of the server. The token is an administrator's. */
export const ConnectBody = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  token: z.string().min(1),
  /** Reads from then on; absent: `token` does. */
  readToken: z.string().min(1).nullable().default(null),
  id: z.string().nullable().default(null),
  account: z.int().positive().nullable().default(null),
  inboxes: z.union([z.literal('all'), Inboxes]).default('all'),
  /** API inboxes that are WhatsApp gateways. */
  gatewayInboxes: Inboxes.default([]),
  replaces: z.boolean().default(false),
  tenant: TenantId.nullable().default(null),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  isDryRun: z.boolean().default(false),
})
export type ConnectBody = z.infer<typeof ConnectBody>

/** What was done, or would be, and what is missing. */
export const ConnectedView = z.object({
  id: z.string(),
  version: z.string().nullable(),
  account: z.string().nullable(),
  steps: z.array(z.string()),
  obstacles: z.array(z.string()),
  missing: z.array(z.string()),
  isDone: z.boolean(),
})
export type ConnectedView = z.infer<typeof ConnectedView>

export const DisconnectedView = z.object({
  id: z.string(),
  /** What is left in Chatwoot for a person to remove. */
  left: z.array(z.string()).readonly(),
  /** Where its mapping is kept, below the configuration's directory; null: it had none. */
  mapping: z.string().nullable(),
})
export type DisconnectedView = z.infer<typeof DisconnectedView>

/** A connection as it may be shown. */
export const ConnectionView = z.object({
  id: z.string(),
  from: z.enum(['settings', 'connect']),
  url: z.string(),
  account: z.number().nullable(),
  version: z.string().nullable(),
  inboxes: z.array(z.number()),
  gatewayInboxes: z.array(z.number()),
})
export type ConnectionView = z.infer<typeof ConnectionView>
