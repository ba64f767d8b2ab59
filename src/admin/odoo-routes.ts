import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import * as z from 'zod'
import type { Office } from '../backends/store/store.ts'
import { Failure } from '../base/failure.ts'
import type { Secret } from '../base/secret.ts'
import { ConnectionId, DEFAULT_CONNECTION, TenantId } from '../domain/ids.ts'
import type { ConfigDocuments, Tenants } from '../tenants/tenants.ts'
import { type Caller, callerFor } from './caller.ts'
import { bodyAs } from './config-body.ts'
import { acceptedBody, pushAnswer } from './config-push.ts'
import { syncMapping } from './mapping-sync.ts'
import { bodyBytes, textOf } from './request-text.ts'
import type { Route } from './routes.ts'

export interface OdooRoutesDeps {
  readonly documents: ConfigDocuments
  readonly changes: Tenants['mappingChanges']
  readonly audit: Office['audit']
  /** Signs the raw body where it is set. */
  readonly webhookSecret: Secret | null
  readonly now: () => number
}

/** `POST /odoo-webhook`: what the Odoo modules push, at the address and in the words they know. */
export function odooRoutes(deps: OdooRoutesDeps): Route[] {
  return [
    { method: 'POST', path: '/odoo-webhook', guard: 'tenant-key', refusal: 'detail', handle: (c) => take(deps, c) },
  ]
}

/** Odoo writes "no value" as `false`; numbers may stand for text. */
const Text = z
  .union([z.string(), z.number(), z.literal(false), z.null()])
  .optional()
  .transform((value) =>
    value === false || value === null || value === undefined || value === '' ? undefined : `${value}`,
  )
const Required = Text.refine((value) => value !== undefined, 'is missing')
const Id = z.coerce.string().regex(/^\d{1,15}$/, "one of Chatwoot's numbers")
const NoId = z.union([Id, z.literal(false), z.null()]).optional()

const CredentialsSync = z.looseObject({
  event_type: z.literal('credentials_sync'),
  ...{ account_id: Required, domain: Required, name: Text, description: Text },
  ...{ odoo_url: Text, odoo_db: Text, odoo_username: Text, odoo_password: Text, token: Text },
  enabled_collections: z.union([z.array(z.string()), z.literal(false), z.null()]).optional(),
})

const MappingSync = z.looseObject({
  event_type: z.literal('mapping_sync'),
  connection: ConnectionId.default(DEFAULT_CONNECTION),
  mapping: z.looseObject({
    ...{ chatwoot_account_id: NoId, chatwoot_inbox_id: NoId, internal_account_id: Required, domain: Required },
    is_fallback: z.boolean().nullish(),
    sequence: z.union([z.coerce.number().int(), z.literal(false), z.null()]).optional(),
    special_whatsapp_numbers: z
      .union([z.array(z.looseObject({ number: z.coerce.string(), crew: z.string() })), z.literal(false), z.null()])
      .optional(),
  }),
})
export type MappingSync = z.infer<typeof MappingSync>
const Sync = z.discriminatedUnion('event_type', [CredentialsSync, MappingSync])

async function take(deps: OdooRoutesDeps, context: Context): Promise<Response> {
  const bytes = await bodyBytes(context)
  if (deps.webhookSecret) mustBeSigned(context.req.header('x-webhook-signature'), bytes, deps.webhookSecret)
  const sync = bodyAs(Sync, textOf(bytes))
  if (sync.event_type === 'mapping_sync') {
    const tenant = tenantIn(sync.mapping.domain, sync.mapping.internal_account_id)
    const warnings = await syncMapping(deps, { sync, tenant, caller: callerFor(context, tenant) })
    return context.json(await acceptedBody('the mapping is in force', { tenant, ...deps, more: { warnings } }))
  }
  const tenant = tenantIn(sync.domain, sync.account_id)
  return syncCredentials(deps, { sync, tenant, caller: callerFor(context, tenant), context })
}

/** @throws {Failure} UNAUTHORIZED */
function mustBeSigned(given: string | undefined, bytes: Buffer, secret: Secret): void {
  const hex = /^(?:sha256=)?([0-9a-f]{64})$/i.exec(given ?? '')?.[1]
  const expected = createHmac('sha256', secret.reveal()).update(bytes).digest()
  if (!hex || !timingSafeEqual(Buffer.from(hex, 'hex'), expected))
    throw new Failure('UNAUTHORIZED', { how: 'X-Webhook-Signature is not the HMAC-SHA256 of the body, in hex' })
}

/** @throws {Failure} BAD_REQUEST */
function tenantIn(domain: string | undefined, account: string | undefined): TenantId {
  const { data } = TenantId.safeParse(`${domain}/${account}`)
  if (!data) throw new Failure('BAD_REQUEST', { problem: 'domain and account are letters, digits, - and _' })
  return data
}

interface CredentialsAsk {
  readonly sync: z.infer<typeof CredentialsSync>
  readonly tenant: TenantId
  readonly caller: Caller
  readonly context: Context
}

const NO_TOKEN = 'token: not kept, since nothing uses it'

/** The shop's Odoo and collections; its password goes to the credentials. Its `token` is not kept: nothing uses it. */
async function syncCredentials(deps: OdooRoutesDeps, { sync, tenant, caller, context }: CredentialsAsk) {
  const { documents, audit, now } = deps
  const shop = {
    account: sync.account_id ?? '',
    ...{ name: sync.name, description: sync.description, url: sync.odoo_url, database: sync.odoo_db },
    ...{ username: sync.odoo_username, password: sync.odoo_password },
    collections: sync.enabled_collections || undefined,
  }
  const push = { tenant, type: 'config', who: caller.who, note: 'credentials_sync' }
  const outcome = await documents.sync(push, shop)
  if (outcome.kind === 'accepted')
    await audit.add({
      ...{ atMs: now(), who: caller.who, what: 'config.accepted', tenant },
      detail: { version: outcome.version },
    })
  return pushAnswer(context, outcome, { tenant, documents, now, warnings: sync.token === undefined ? [] : [NO_TOKEN] })
}
