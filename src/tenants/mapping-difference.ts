import { isDeepStrictEqual } from 'node:util'
import type { ConfigDocument, Difference } from '../backends/store/store.ts'
import { Failure } from '../base/failure.ts'
import type { TenantId } from '../domain/ids.ts'
import { type MappingBody, type MappingTarget, tenantIn, type WrittenMapping } from '../domain/mapping.ts'

const NUMBERS = ['accounts', 'inboxes'] as const

/**
 * What `after` says differently, entry by entry, so that it can be taken back: `accounts.7` and `inboxes.7` from one
 * target to another, `fallbacks` from one list to another. Of special numbers the crews alone: phones are not kept.
 */
export function mappingDifference(before: WrittenMapping, after: WrittenMapping): Difference[] {
  const numbers = NUMBERS.flatMap((key) => {
    const ids = new Set([...Object.keys(before[key]), ...Object.keys(after[key])])
    return [...ids].map((id) => line(`${key}.${id}`, before[key][id], after[key][id]))
  })
  const fallbacks = line('fallbacks', before.fallbacks, after.fallbacks)
  const isSame = isDeepStrictEqual(before.special_numbers, after.special_numbers)
  const settings = line('webhook_settings', before.webhook_settings, after.webhook_settings)
  const specials = line('special_numbers', withoutPhones(before), withoutPhones(after))
  return [
    ...[...numbers, fallbacks, settings].filter((each) => each.before !== each.after),
    // Told also where only a phone differs.
    ...(isSame ? [] : [specials]),
  ]
}

const line = (path: string, before: unknown, after: unknown): Difference => ({
  ...{ path, before: before === undefined ? null : JSON.stringify(before) },
  after: after === undefined ? null : JSON.stringify(after),
})

const withoutPhones = ({ special_numbers }: WrittenMapping) =>
  special_numbers.map(({ domain, account_id, crew }) => ({ domain, account_id, crew }))

/** What changed for one tenant. */
export interface OwnChange {
  readonly tenant: TenantId
  /** Whose an entry was before, or is after, is not told. */
  readonly diff: readonly Difference[]
  /** What leads to it now, as it is kept: without phones. */
  readonly entries: object
}

/** Of every tenant for which anything changed. */
export function ownChanges(before: WrittenMapping, after: WrittenMapping): OwnChange[] {
  const [was, is] = [byTenant(before), byTenant(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((tenant) => {
    const own = is.get(tenant) ?? nothing()
    const diff = mappingDifference(was.get(tenant) ?? nothing(), own)
    return diff.length > 0 ? [{ tenant, diff, entries: { ...own, special_numbers: withoutPhones(own) } }] : []
  })
}

type Entries = { [K in 'accounts' | 'inboxes']: Record<string, MappingTarget> } & {
  [K in 'fallbacks' | 'special_numbers']: MappingTarget[]
}

const nothing = (): Entries => ({ accounts: {}, inboxes: {}, fallbacks: [], special_numbers: [] })

/** One walk over all of them: a mapping has ten thousand tenants. */
function byTenant(mapping: WrittenMapping): Map<TenantId, Entries> {
  const found = new Map<TenantId, Entries>()
  for (const key of NUMBERS)
    for (const [id, target] of Object.entries(mapping[key])) if (target) entriesOf(found, target)[key][id] = target
  for (const key of ['fallbacks', 'special_numbers'] as const)
    for (const target of mapping[key]) entriesOf(found, target)[key].push(target)
  return found
}

function entriesOf(all: Map<TenantId, Entries>, target: MappingTarget): Entries {
  const tenant = tenantIn(target)
  const known = all.get(tenant) ?? nothing()
  all.set(tenant, known)
  return known
}

/**
 * The change that takes these versions back. Of a tenant: what another has by now stays the other's.
 * @param later newest first
 * @throws {Failure} BAD_REQUEST
 */
export function undone(
  later: readonly ConfigDocument[],
  { tenant, before }: { readonly tenant: TenantId | null; readonly before: WrittenMapping },
): MappingBody {
  const body: Undone = { accounts: {}, inboxes: {} }
  for (const { version, diff } of later) for (const each of diff) takeBack(body, each, version)
  if (tenant === null) return body
  const others = before.fallbacks.filter((entry) => tenantIn(entry) !== tenant)
  return {
    accounts: freeFor(tenant, { key: 'accounts', wanted: body.accounts, before }),
    inboxes: freeFor(tenant, { key: 'inboxes', wanted: body.inboxes, before }),
    ...(body.fallbacks ? { fallbacks: [...others, ...body.fallbacks] as MappingBody['fallbacks'] } : {}),
  }
}

interface Undone extends Pick<MappingBody, 'fallbacks' | 'webhook_settings'> {
  readonly accounts: Record<string, MappingTarget | null>
  readonly inboxes: Record<string, MappingTarget | null>
}

function takeBack(body: Undone, { path, before }: Difference, version: number): void {
  const [, key, id] = /^(accounts|inboxes)\.(\d+)$/.exec(path) ?? []
  const was: unknown = before === null ? null : JSON.parse(before)
  if (key && id) body[key as 'accounts'][id] = was as MappingTarget | null
  else if (path === 'fallbacks') body.fallbacks = was as MappingBody['fallbacks']
  else if (path === 'webhook_settings') body.webhook_settings = (was ?? {}) as MappingBody['webhook_settings']
  else if (path !== 'special_numbers')
    throw new Failure('BAD_REQUEST', { problem: `version ${version} was kept by an older release: change it by hand` })
}

interface Wanted {
  readonly key: (typeof NUMBERS)[number]
  readonly wanted: Readonly<Record<string, MappingTarget | null>>
  readonly before: WrittenMapping
}

/** @throws {Failure} BAD_REQUEST */
function freeFor(tenant: TenantId, { key, wanted, before }: Wanted): Record<string, MappingTarget | null> {
  const isOthers = (id: string) => {
    const holder = before[key][id]
    return holder !== undefined && (holder === null || tenantIn(holder) !== tenant)
  }
  const taken = Object.keys(wanted).filter((id) => wanted[id] && isOthers(id))
  if (taken.length > 0)
    throw new Failure('BAD_REQUEST', { problem: `${key}: ${taken.join(', ')} is another tenant’s by now` })
  return Object.fromEntries(Object.entries(wanted).filter(([id]) => !isOthers(id)))
}
