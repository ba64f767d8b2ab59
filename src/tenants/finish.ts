import { createHash } from 'node:crypto'
import type * as z from 'zod'
import { expectedBy } from '../domain/issue-sentence.ts'
import { COLLECTIONS } from '../domain/passage.ts'
import { type LoadedConfig, TenantConfig } from '../domain/tenant-config.ts'
import { composeCrews } from './finish-crews.ts'
import { composeHours } from './finish-hours.ts'
import { onlineChannels } from './finish-places.ts'
import type { Layout } from './layout.ts'
import { type Notes, shown } from './tree/notes.ts'
import { nearest, type Plain, plain, type Sourced, type SourcedMap, type SourcedScalar } from './tree/sourced.ts'
import { suggest } from './tree/suggest.ts'

/** Makes the configuration of a merged draft, or notes why it cannot be made. */
export function finish(
  draft: SourcedMap,
  { tenant, layers, notes, extra }: Layout & { notes: Notes; extra: Record<string, Plain> },
): LoadedConfig | undefined {
  const value = (key: string): Plain | undefined => {
    const node = draft.entries.get(key)
    return node && plain(node)
  }
  const { agents: _, attendantName, ...said } = plain(draft) as Record<string, Plain>
  const crews = composeCrews(draft, serviceOf, notes)
  const parsed = TenantConfig.safeParse({
    ...said,
    tenant,
    service: welcoming(serviceOf(draft.entries.get('service')), { shop: said.name, attendant: attendantName }),
    channels: mapValues(draft.entries.get('channels'), serviceOf),
    hours: composeHours(draft.entries.get('hours'), notes),
    onlineChannels: onlineChannels(draft.entries.get('onlineChannels')),
    collections: collections(draft.entries.get('collections'), notes),
    odoo: odoo(draft.entries.get('odoo'), notes) ? value('odoo') : null,
    ...(crews ? { crews } : {}),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  })
  if (!parsed.success) for (const issue of parsed.error.issues) noteIssue(draft, issue, { layers, notes })
  if (!parsed.success || notes.errors.length > 0) return undefined
  return { config: parsed.data, hash: hashOf(parsed.data), warnings: notes.warnings }
}

/** What the schema refuses, said where it was written. */
function noteIssue(
  draft: SourcedMap,
  issue: z.core.$ZodIssue,
  { layers, notes }: { layers: Layout['layers']; notes: Notes },
): void {
  const node = nearest(draft, issue.path)
  const last = String(issue.path.at(-1) ?? '')
  if (node.kind === 'scalar')
    notes.error(node.at, { message: 'not usable', expected: expectedBy(issue), got: shown(node) })
  else {
    // What nobody wrote is missing where the account itself is written, not in what it inherits.
    const own = layers.find(({ role }) => role === 'account')?.file
    const at = node === draft && own ? { file: own, line: 1, column: 1, path: '' } : node.at
    notes.error(at, { message: `${last || 'a value'} is missing`, expected: expectedBy(issue) })
  }
}

/** `farewell: { text, isEnabled }` to the text, or null when it is switched off. */
function serviceOf(service: Sourced | undefined): Record<string, Plain> {
  if (service?.kind !== 'map') return {}
  const said = ['farewell', 'ratingRequest'].flatMap((key): [string, Plain][] => {
    const node = service.entries.get(key)
    if (node?.kind !== 'map') return []
    const isEnabled = node.entries.get('isEnabled')
    const isOff = isEnabled?.kind === 'scalar' && isEnabled.value === false
    const text = node.entries.get('text')
    return isOff ? [[key, null]] : text ? [[key, plain(text)]] : []
  })
  const rest = [...service.entries].filter(([key, node]) => node.kind === 'scalar' || key === 'windowTemplates')
  return Object.fromEntries([...rest.map(([key, node]): [string, Plain] => [key, plain(node)]), ...said])
}

/** The old greetings' placeholders: the shop's name and whoever answers. */
function welcoming(
  service: Record<string, Plain>,
  { shop, attendant }: { shop: Plain | undefined; attendant: Plain | undefined },
): Record<string, Plain> {
  const { greeting } = service
  if (typeof greeting !== 'string') return service
  const named = greeting.replaceAll('{client_name}', String(shop ?? ''))
  return { ...service, greeting: named.replaceAll('{attendant_name}', String(attendant ?? shop ?? '')) }
}

function mapValues(node: Sourced | undefined, of: (value: Sourced) => Record<string, Plain>): Record<string, Plain> {
  if (node?.kind !== 'map') return {}
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, of(value)]))
}

/** A kind of knowledge we do not have is left out with a warning: a newer module may name more than we know. */
function collections(node: Sourced | undefined, notes: Notes): string[] {
  if (node?.kind !== 'list') return []
  const known = node.items.filter((item): item is SourcedScalar => {
    const name = item.kind === 'scalar' ? String(item.value) : ''
    const isKnown = COLLECTIONS.some((collection) => collection === name)
    const meant = suggest(name, COLLECTIONS)
    if (!isKnown)
      notes.warn(item.at, {
        message: meant ? `unknown collection; did you mean "${meant}"?` : 'unknown collection, left out',
        expected: COLLECTIONS.join(', '),
        got: shown(item),
      })
    return isKnown
  })
  return [...new Set(known.map((item) => String(item.value)))]
}

/** A half-written connection costs the shop its Odoo, not its answers. */
function odoo(node: Sourced | undefined, notes: Notes): boolean {
  const isMeant = ['url', 'database', 'username', 'credentialRef'].some(
    (key) => node?.kind === 'map' && node.entries.has(key),
  )
  if (node?.kind !== 'map' || !isMeant) return false
  const missing = ['url', 'database'].filter((key) => !node.entries.has(key))
  if (missing.length > 0) notes.warn(node.at, { message: `Odoo is off: ${missing.join(' and ')} missing` })
  const url = node.entries.get('url')
  const isHttp = url?.kind === 'scalar' && /^https?:\/\//i.test(String(url.value))
  if (url && !isHttp)
    notes.error(url.at, { message: 'not usable', expected: 'an http:// or https:// address', got: shown(url) })
  return missing.length === 0 && isHttp
}

function hashOf(config: TenantConfig): string {
  const sorted = JSON.stringify(config, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
  return createHash('sha256').update(sorted).digest('hex').slice(0, 16)
}
