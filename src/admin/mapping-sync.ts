import { Failure } from '../base/failure.ts'
import { CrewType } from '../domain/channel-kind.ts'
import { accountOf, domainOf, type TenantId } from '../domain/ids.ts'
import { type MappingBody, tenantIn, type WrittenMapping } from '../domain/mapping.ts'
import type { Caller } from './caller.ts'
import { mustBeOwn } from './mapping-rights.ts'
import type { MappingSync, OdooRoutesDeps } from './odoo-routes.ts'

interface SyncAsk {
  readonly sync: MappingSync
  readonly tenant: TenantId
  readonly caller: Caller
}

/**
 * Puts one tenant's place in Chatwoot into the mapping: a version, and a line in the audit log. Returns what is odd about
 * it now.
 */
export async function syncMapping(
  { changes, audit, now }: Pick<OdooRoutesDeps, 'changes' | 'audit' | 'now'>,
  { sync, tenant, caller }: SyncAsk,
): Promise<string[]> {
  const { connection } = sync
  const by = { who: caller.who, note: 'mapping_sync' }
  const { version } = await changes.change(connection, by, (before) => {
    const body = bodyOf(sync, tenant, before)
    mustBeOwn(caller, { body, before })
    return body
  })
  await audit.add({ atMs: now(), who: caller.who, what: 'mapping.synced', tenant, detail: { connection, version } })
  return changes.warnings({ connection, tenant })
}

/** An inbox is more particular than its account: where one is named, the account stays whose it is. */
function bodyOf({ mapping }: MappingSync, tenant: TenantId, before: WrittenMapping): MappingBody {
  const target = { domain: domainOf(tenant), account_id: accountOf(tenant) }
  const { chatwoot_account_id: account, chatwoot_inbox_id: inbox } = mapping
  if (!account && !inbox && !mapping.is_fallback && !mapping.special_whatsapp_numbers)
    throw new Failure('BAD_REQUEST', { problem: 'mapping: chatwoot_account_id is missing' })
  const others = (entries: WrittenMapping['fallbacks']) => entries.filter((entry) => tenantIn(entry) !== tenant)
  const sequence = typeof mapping.sequence === 'number' ? mapping.sequence : 10
  const numbers = mapping.special_whatsapp_numbers || undefined
  return {
    ...(inbox ? { inboxes: { [inbox]: target } } : account ? { accounts: { [account]: target } } : {}),
    ...(typeof mapping.is_fallback === 'boolean'
      ? { fallbacks: [...others(before.fallbacks), ...(mapping.is_fallback ? [{ ...target, sequence }] : [])] }
      : {}),
    ...(numbers
      ? { special_numbers: [...others(before.special_numbers), ...numbers.map((each) => special(each, target))] }
      : {}),
  } as MappingBody
}

function special({ number, crew }: { number: string; crew: string }, target: { domain: string; account_id: string }) {
  const known = CrewType.safeParse(crew)
  if (!known.success)
    throw new Failure('BAD_REQUEST', { problem: `special_whatsapp_numbers: crew is ${CrewType.options.join(' or ')}` })
  if (number.replace(/\D/g, '').length < 8)
    throw new Failure('BAD_REQUEST', { problem: 'special_whatsapp_numbers: number is no phone number' })
  return { number, crew: known.data, ...target }
}
