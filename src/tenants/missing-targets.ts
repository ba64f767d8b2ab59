import { domainOf, type TenantId } from '../domain/ids.ts'
import type { ConfigProblem } from '../domain/tenant-config.ts'
import { DEFAULT_DOMAIN, steppingIn } from './layout.ts'
import type { MappingEntry } from './mapping-file.ts'
import { type Found, placed } from './tree/notes.ts'
import { suggest } from './tree/suggest.ts'

/** More guesses than a person reads; each is compared with every tenant. */
const MAX_GUESSES = 20

/**
 * The entries of a mapping that lead to a tenant that is not among `tenants`, each at its place; one that the domain
 * `default` serves is a warning.
 * @param options.isGuessing whether the tenant that was probably meant is named: not to one tenant of another
 */
export function missingTargets(
  entries: readonly MappingEntry[],
  tenants: readonly TenantId[],
  { isGuessing = true }: { isGuessing?: boolean } = {},
): Found {
  const known = new Set<string>(tenants)
  const domains = new Set(tenants.map(domainOf))
  const meant = guesses(tenants, isGuessing ? MAX_GUESSES : 0)
  const errors: ConfigProblem[] = []
  const warnings: ConfigProblem[] = []
  for (const { tenant, at } of entries) {
    if (known.has(tenant)) continue
    const instead = domains.has(domainOf(tenant)) ? undefined : steppingIn(tenant)
    const isServed = instead !== undefined && known.has(instead)
    const how = isServed ? `: the domain "${DEFAULT_DOMAIN}" serves it` : ''
    const problem = placed(at, `maps to ${tenant}, which is not there${how}${meant(tenant)}`)
    if (isServed) warnings.push(problem)
    else errors.push(problem)
  }
  return { errors, warnings }
}

/** `; did you mean …`, for the first tenants that are asked about. */
function guesses(tenants: readonly TenantId[], atMost: number): (tenant: TenantId) => string {
  const known = new Map<TenantId, string>()
  return (tenant) => {
    const told = known.get(tenant)
    if (told !== undefined || known.size >= atMost) return told ?? ''
    const meant = suggest(tenant, tenants)
    const guess = meant ? `; did you mean "${meant}"?` : ''
    known.set(tenant, guess)
    return guess
  }
}
