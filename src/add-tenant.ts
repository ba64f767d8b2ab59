import { resolve } from 'node:path'
import type { Store } from './backends/store/store.ts'
import { Secret } from './base/secret.ts'
import { checkAccount, checkOdoo } from './check-connections.ts'
import { accountOf, domainOf } from './domain/ids.ts'
import type { Chatwoots } from './open-chatwoots.ts'
import type { Settings } from './settings.ts'
import { newOdooRef, writeNewTenant } from './tenants/new-tenant.ts'
import type { Tenants } from './tenants/tenants.ts'
import type { CheckView } from './wire/doctor-view.ts'
import type { NewTenantBody, NewTenantView } from './wire/tenant-view.ts'

export interface AddTenantParts {
  readonly settings: Settings
  readonly store: Store
  readonly tenants: Tenants
  readonly chatwoots: Chatwoots
  readonly now: () => number
}

/**
 * Writes a new tenant's YAML, keeps its secrets, maps its account, and tries its Odoo and its Chatwoot.
 * @throws {Failure} BAD_REQUEST it is there already, CREDENTIAL_UNUSABLE, CREDENTIAL_KEY_MISSING, CONFIG_INVALID
 */
export async function addTenant(parts: AddTenantParts, ask: NewTenantBody): Promise<NewTenantView> {
  const { settings, tenants, store, now } = parts
  const { tenant, odoo, connection, chatwootAccount } = ask
  const file = await writeNewTenant(settings.CONFIG_DIR, ask)
  if (odoo) await tenants.setCredential(tenant, newOdooRef(tenant), new Secret(odoo.password))
  if (chatwootAccount !== null) {
    const target = { domain: domainOf(tenant), account_id: accountOf(tenant) }
    await tenants.mappings.edit(connection, () => ({ accounts: { [chatwootAccount]: target } }))
  }
  const { warnings } = await tenants.forceReload(tenant)
  const made = ask.makesKey ? await store.office.apiKeys.make(tenant, { label: 'tenant add', atMs: now() }) : null
  const notes = warnings.map(({ file: at, message }): CheckView => ({ what: at, status: 'note', says: message }))
  return {
    tenant,
    file: resolve(settings.CONFIG_DIR, file),
    key: made?.key.reveal() ?? null,
    checks: [...notes, ...(await checksOf(parts, ask))],
  }
}

async function checksOf({ chatwoots }: AddTenantParts, ask: NewTenantBody): Promise<CheckView[]> {
  const { odoo, connection, chatwootAccount } = ask
  const found = chatwoots.connections.find(({ id }) => id === connection)
  return [
    ...(odoo ? [await checkOdoo(odoo)] : []),
    ...(chatwootAccount === null ? [] : [await checkAccount(found ?? null, { connection, account: chatwootAccount })]),
  ]
}
