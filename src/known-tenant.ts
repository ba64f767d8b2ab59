import { Failure } from './base/failure.ts'
import { accountOf, type TenantId } from './domain/ids.ts'
import type { Tenants } from './tenants/tenants.ts'
import { suggest } from './tenants/tree/suggest.ts'

/** Of so many the names are said, when nothing like the one given is among them. */
const MAX_NAMED = 10

/** There is a tenant of this name. @throws {Failure} NOT_FOUND with the ones that were probably meant */
export function mustBeAmong(tenant: TenantId, known: readonly TenantId[]): void {
  if (known.includes(tenant)) return
  const meant = suggest(tenant, known) ?? known.find((other) => accountOf(other) === accountOf(tenant))
  const named = known.slice(0, MAX_NAMED).join(', ') + (known.length > MAX_NAMED ? ', …' : '')
  const hint = meant ? `did you mean ${meant}?` : `there are ${named || 'none'}`
  throw new Failure('NOT_FOUND', { what: `tenant ${tenant}; ${hint}` })
}

/** Those that have a configuration, and those that the mapping leads to: the domain `default` may serve them. */
export async function knownTenants(tenants: Pick<Tenants, 'list' | 'mapping'>): Promise<readonly TenantId[]> {
  const mapped = Object.values(tenants.mapping()).flatMap(({ accounts, inboxes, fallbacks }) => [
    ...[...Object.values(accounts), ...Object.values(inboxes)].filter((tenant) => tenant !== null),
    ...fallbacks,
  ])
  return [...new Set([...(await tenants.list()), ...mapped])]
}
