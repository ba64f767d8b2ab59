import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CrewType } from '../domain/channel-kind.ts'
import { TenantId } from '../domain/ids.ts'
import type { MappingSnapshot } from '../domain/resolve-tenant.ts'
import { openPhoneKey, PHONE_EXPECTED, type PhoneKey } from './phone.ts'
import { type Found, Notes, placed, shown } from './tree/notes.ts'
import { parseTree } from './tree/parse-tree.ts'
import { readText } from './tree/read-text.ts'
import { Reader } from './tree/reader.ts'
import type { Place, Sourced } from './tree/sourced.ts'

export interface MappingFile {
  readonly snapshot: MappingSnapshot
  readonly specialNumbers: readonly SpecialNumber[]
  /** How the keys of `specialNumbers` were made. */
  readonly phoneKey: PhoneKey
  /** Every entry that names a tenant. */
  readonly entries: readonly MappingEntry[]
}

/** A tenant, and where the mapping names it; `at.path` is the entry: `accounts.7`, `fallbacks[0]`. */
export interface MappingEntry {
  readonly tenant: TenantId
  readonly at: Place
}

/** The owner's own phone, which reaches another crew. */
export interface SpecialNumber {
  readonly key: string
  readonly tenant: TenantId
  readonly crew: CrewType
}

export const EMPTY_MAPPING: MappingFile = {
  snapshot: { accounts: {}, inboxes: {}, fallbacks: [] },
  specialNumbers: [],
  phoneKey: () => null,
  entries: [],
}

/** The operator's own file, of up to a hundred thousand accounts. */
export const MAPPING_LIMITS = { maxMiB: 8, maxValues: 400_000 }

/** The first that is there is read. */
export const MAPPING_NAMES = ['chatwoot_mapping.yaml', 'chatwoot_mapping.yml', 'chatwoot_mapping.json']

/** Differs whenever a mapping file came, went or changed; empty when there is none. */
export async function mappingStamp(root: string): Promise<string> {
  const stats = await Promise.all(MAPPING_NAMES.map((name) => stat(join(root, name)).catch(() => null)))
  return stats
    .flatMap((file, i) => (file ? [`${MAPPING_NAMES[i]}:${file.mtimeMs}:${file.size}:${file.ino}`] : []))
    .join('|')
}

/**
 * The first mapping file that is there. An entry that cannot be used is left out and reported; a file that cannot be
 * read gives no mapping (null), so that the last one stays.
 */
export async function readMapping(root: string): Promise<{ file: MappingFile | null } & Found> {
  const [first, ...others] = await readAll(root)
  if (!first) return { file: EMPTY_MAPPING, errors: [], warnings: [] }
  if (first.kind === 'unreadable') return { file: null, errors: [first.problem], warnings: [] }
  const parsed = parseTree(first.name, first.text, MAPPING_LIMITS)
  if (parsed.kind === 'unparsed') return { file: null, errors: parsed.problems, warnings: [] }
  const notes = new Notes()
  for (const { name } of others)
    notes.warn({ file: name, line: 1, column: 1, path: '' }, { message: `not read: ${first.name} is there` })
  const file = await mappingOf(new Reader(parsed.tree, notes))
  return { file, errors: notes.errors, warnings: notes.warnings }
}

async function readAll(root: string) {
  const read = await Promise.all(
    MAPPING_NAMES.map(async (name) => ({ name, ...(await readText(root, name, MAPPING_LIMITS)) })),
  )
  return read.filter((file) => file.kind !== 'absent')
}

async function mappingOf(file: Reader): Promise<MappingFile> {
  file.ignore('webhook_settings', 'clients', 'version', 'updated_at')
  const entries: MappingEntry[] = []
  const tenantIn = (target: Reader) => tenantNamed(target, entries)
  const snapshot: MappingSnapshot = {
    accounts: targets(file.map('accounts'), tenantIn),
    inboxes: targets(file.map('inboxes'), tenantIn),
    fallbacks: fallbacks(file, tenantIn),
  }
  // The tables of phone numbers are large: a mapping without special numbers does not load them.
  const isNeeded = (file.list('special_numbers') ?? []).length > 0
  const phoneKey = isNeeded ? await openPhoneKey() : EMPTY_MAPPING.phoneKey
  const specialNumbers = specials(file, { phoneKey, tenantIn })
  file.unknown()
  return { snapshot, specialNumbers, phoneKey, entries }
}

/** The tenant that an entry names, if it names one. */
type TenantIn = (target: Reader) => TenantId | undefined

/** Chatwoot's number → tenant. Two spellings of one number (`1`, `01`) that disagree make it nobody's. */
function targets(numbers: Reader, tenantIn: TenantIn): Record<string, TenantId | null> {
  const found: Record<string, TenantId | null> = {}
  for (const key of numbers.keys()) {
    const target = numbers.map(key)
    const id = /^\d{1,15}$/.test(key.trim()) ? String(Number(key)) : null
    if (id === null)
      numbers.notes.error(target.at, { message: 'left out', expected: "Chatwoot's number", got: `"${key}"` })
    const tenant = tenantIn(target)
    if (id === null || !tenant) continue
    const isContested = id in found && found[id] !== tenant
    if (isContested)
      numbers.notes.error(target.at, {
        message: `${id} is claimed by two tenants: it belongs to nobody until one is taken out`,
      })
    found[id] = isContested ? null : tenant
  }
  return found
}

function fallbacks(file: Reader, tenantIn: TenantIn): TenantId[] {
  const found = items(file, 'fallbacks').flatMap(({ item, at }) => {
    const tenant = tenantIn(item)
    const sequence = item.number('sequence')?.value
    return tenant ? [{ tenant, sequence: typeof sequence === 'number' ? sequence : Number.MAX_SAFE_INTEGER, at }] : []
  })
  const sorted = found.toSorted((a, b) => a.sequence - b.sequence)
  sorted.forEach((fallback, i) => {
    const before = sorted[i - 1]
    if (before?.sequence === fallback.sequence && before.tenant !== fallback.tenant)
      file.notes.warn(fallback.at.at, {
        message: `the same sequence as ${before.tenant}: the one written first is used`,
      })
  })
  return sorted.map(({ tenant }) => tenant)
}

function specials(file: Reader, { phoneKey, tenantIn }: { phoneKey: PhoneKey; tenantIn: TenantIn }): SpecialNumber[] {
  const found: SpecialNumber[] = []
  for (const { item, at } of items(file, 'special_numbers')) {
    const number = item.text('number')
    const key = number ? phoneKey(String(number.value)) : null
    const crew = CrewType.safeParse(item.word('crew')?.value)
    const tenant = tenantIn(item)
    // The number itself is personal data: it is not shown.
    if (key === null) file.notes.error(number?.at ?? at.at, { message: 'left out', expected: PHONE_EXPECTED })
    if (!crew.success)
      file.notes.error(at.at, { message: 'left out: unknown crew', expected: CrewType.options.join(' or ') })
    if (key === null || !crew.success || !tenant) continue
    const twin = found.find((other) => other.key === key && other.tenant === tenant)
    if (twin && twin.crew !== crew.data)
      file.notes.error(at.at, { message: `left out: this number already reaches ${twin.crew}` })
    if (!twin) found.push({ key, tenant, crew: crew.data })
  }
  return found
}

function items(file: Reader, key: string): { item: Reader; at: Sourced }[] {
  return (file.list(key) ?? []).flatMap((node) => {
    if (node.kind === 'map') return [{ item: new Reader(node, file.notes), at: node }]
    file.notes.error(node.at, { message: 'left out', expected: 'a mapping', got: shown(node) })
    return []
  })
}

/** Noted among `entries`, at its domain. */
function tenantNamed(target: Reader, entries: MappingEntry[]): TenantId | undefined {
  const domain = target.text('domain')
  const account = target.text('account_id')
  const tenant = TenantId.safeParse(`${domain?.value ?? ''}/${account?.value ?? ''}`)
  if (!tenant.success)
    target.notes.errors.push(placed(target.at, 'left out, expected domain and account_id of a tenant'))
  else entries.push({ tenant: tenant.data, at: { ...(domain ?? target).at, path: target.at.path } })
  return tenant.data
}
