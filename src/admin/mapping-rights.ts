import { Failure } from '../base/failure.ts'
import type { TenantId } from '../domain/ids.ts'
import { type MappingBody, type MappingTarget, numeralOf, tenantIn, type WrittenMapping } from '../domain/mapping.ts'
import { type Caller, mustMay } from './caller.ts'

/**
 * A tenant's key changes entries that are that tenant's already, and its own special numbers. Whose a number of
 * Chatwoot's is that nobody has yet, and who comes first of the fallbacks, is for the operator to say: the customers
 * there would be others'.
 * @throws {Failure} FORBIDDEN
 */
export function mustBeOwn(caller: Caller, { body, before }: { body: MappingBody; before: WrittenMapping }): void {
  if (caller.kind === 'operator') return
  if (body.webhook_settings) throw new Failure('FORBIDDEN', { why: 'webhook_settings are the operator’s' })
  const { tenant } = caller
  for (const key of ['accounts', 'inboxes'] as const)
    for (const [id, target] of Object.entries(body[key] ?? {})) {
      if (target) mustMay(caller, tenantIn(target))
      const holder = before[key][numeralOf(id)]
      if (!holder || tenantIn(holder) !== tenant)
        throw new Failure('FORBIDDEN', { why: `${key}: ${id} is not this tenant’s; the operator maps it` })
    }
  for (const key of ['fallbacks', 'special_numbers'] as const)
    if (body[key] && !isSame(notOf(tenant, body[key]), notOf(tenant, before[key])))
      throw new Failure('FORBIDDEN', { why: `${key} of another tenant` })
  if (body.fallbacks && placeOf(tenant, body.fallbacks) < placeOf(tenant, before.fallbacks))
    throw new Failure('FORBIDDEN', { why: 'fallbacks: the operator says who is one, and who comes first' })
}

/** What a caller may see of a mapping. */
export function visible(caller: Caller, mapping: WrittenMapping): WrittenMapping {
  if (caller.kind === 'operator') return mapping
  const isOwn = (target: MappingTarget | null) => target !== null && tenantIn(target) === caller.tenant
  const own = (targets: WrittenMapping['accounts']) =>
    Object.fromEntries(Object.entries(targets).filter(([, target]) => isOwn(target)))
  return {
    ...{ accounts: own(mapping.accounts), inboxes: own(mapping.inboxes) },
    ...{ fallbacks: mapping.fallbacks.filter(isOwn), special_numbers: mapping.special_numbers.filter(isOwn) },
  }
}

const notOf = (tenant: TenantId, entries: readonly MappingTarget[]) =>
  entries.filter((entry) => tenantIn(entry) !== tenant)

/** What is smaller comes first; an entry without a sequence comes last, no entry after that. */
const placeOf = (tenant: TenantId, fallbacks: readonly MappingTarget[]): number =>
  Math.min(
    Number.POSITIVE_INFINITY,
    ...fallbacks.filter((entry) => tenantIn(entry) === tenant).map((entry) => sequenceOf(entry.sequence)),
  )

const sequenceOf = (written: unknown): number => (typeof written === 'number' ? written : Number.MAX_SAFE_INTEGER)

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
