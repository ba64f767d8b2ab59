import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenantOf } from '../../domain/ids.ts'
import { draftOf } from '../draft.ts'
import { finish } from '../finish.ts'
import type { Layout } from '../layout.ts'
import { Notes } from '../tree/notes.ts'
import { parseTree } from '../tree/parse-tree.ts'
import { Reader } from '../tree/reader.ts'
import type { Sourced, SourcedMap } from '../tree/sourced.ts'
import { dialectA } from './dialect-a.ts'
import { dialectB } from './dialect-b.ts'
import { dialectC } from './dialect-c.ts'
import { crewFileDraft } from './dialect-d.ts'
import { dialectE } from './dialect-e.ts'

type Plain = { readonly [key: string]: unknown }
type Path = readonly (string | number)[]
type Role = 'account' | 'crew'

const AT = { file: 'x', line: 1, column: 1, path: '' }

/** A mapping that tells which keys are asked of it. */
class Asked extends Map<string, Sourced> {
  readonly asked = new Set<string>()
  override get(key: string): Sourced | undefined {
    this.asked.add(key)
    return super.get(key)
  }
}

const read = (file: Reader, role: Role): void => {
  if (role === 'crew') return void crewFileDraft(file, 'sales')
  for (const { draft } of [dialectA, dialectB, dialectC, dialectE]) draft(file)
}

/** The keys that are read of the mapping at `path`. */
function keysAt(path: Path, role: Role): readonly string[] {
  const inner = new Asked()
  // What may have any name is read only where something is named.
  for (const name of ['whatsapp', 'any']) inner.set(name, { kind: 'map', entries: new Map(), at: AT })
  const tree = path.reduceRight<Sourced>(
    (node, step) =>
      typeof step === 'number'
        ? { kind: 'list', items: [node], at: AT }
        : { kind: 'map', entries: new Map([[step, node]]), at: AT },
    { kind: 'map', entries: inner, at: AT },
  )
  read(new Reader(tree as SourcedMap, new Notes()), role)
  return [...inner.asked]
}

/** Every key that any dialect reads, by asking the dialects themselves. */
function knownPaths(role: Role): readonly Path[] {
  const found: Path[] = []
  const visit = (path: Path): void => {
    for (const key of keysAt(path, role)) {
      const below = [...path, key]
      if (below.length > 9) continue
      found.push(below)
      visit(below)
      if (keysAt([...below, 0], role).length > 0) visit([...below, 0])
    }
  }
  visit([])
  return found
}

const nested = (path: Path, value: unknown): Plain =>
  path.reduceRight<unknown>((inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value) as Plain

async function loaded(document: Plain, role: Role) {
  const tenant = tenantOf('retail', 'account_1')
  const texts: Record<string, string> = {
    base: JSON.stringify({ name: 'Loja Horizonte' }),
    account: JSON.stringify(role === 'account' ? document : {}),
    crew: JSON.stringify(role === 'crew' ? document : {}),
  }
  const layout: Layout = {
    ...{ tenant, watched: [], accounts: [] },
    layers: [
      { file: 'base', role: 'base', crew: null },
      { file: 'account', role: 'account', crew: null },
      { file: 'crew', role: 'crew', crew: 'sales' },
    ],
  }
  const notes = new Notes()
  const readText = async (file: string) => ({ kind: 'text', text: texts[file] ?? '' }) as const
  const draft = await draftOf(readText, layout, notes)
  const done = draft && finish(draft.tree, { ...layout, notes, extra: draft.extra })
  return { config: done?.config, errors: notes.errors.map(({ message, path }) => `${path}: ${message}`) }
}

const MEANS_SOMETHING =
  /(^|_)(enabled|mention_at_end|inform_at_start|has_lunch_break|verify_ssl|default|share_with_customers)$/

for (const role of ['account', 'crew'] as const)
  test(`every known key of ${role === 'crew' ? 'a crew file' : 'dialects A, B, C and E'} takes false as nothing`, async () => {
    const paths = knownPaths(role)
    assert.ok(paths.length > (role === 'crew' ? 30 : 150), `${paths.length} keys were found`)
    const wrong: string[] = []
    for (const path of paths) {
      const parent = nested(path.slice(0, -1), {})
      const [without, nothing] = await Promise.all([
        loaded(path.length === 1 ? {} : parent, role),
        loaded(nested(path, false), role),
      ])
      const isSwitch = MEANS_SOMETHING.test(String(path.at(-1)))
      const isSame = isSwitch || JSON.stringify(nothing) === JSON.stringify(without)
      if (!isSame) wrong.push(`${path.join('.')} ${nothing.errors.join('; ')}`)
    }
    assert.deepEqual(wrong, [])
  })

/** The contract's own samples, in which each key has its neighbours. */
const SAMPLES: readonly [role: Role, yaml: string][] = [
  [
    'account',
    `account_id: account_1
name: Casa
description: Loja
company_metadata:
  company_info: { company_name: Casa, business_area: retail, business_area_other: false, company_values: x, description: y }
  business_hours: { days: [0, 1, 5], start_time: 09:00, end_time: '18:00', has_lunch_break: true, lunch_break_start: '12:00', lunch_break_end: '13:00', saturday_start_time: 08:00, saturday_end_time: '12:00', timezone: America/Sao_Paulo }
  customer_service: { communication_style: friendly, emoji_usage: minimal, greeting_message: Olá, farewell: { message: Até, enabled: true }, rating_request: { message: Nota?, enabled: true } }
  online_channels: { website: { url: www.shop.example, mention_at_end: true } }
  promotions: { inform_at_start: true }
enabled_collections: [business_rules]
integrations:
  mcp: { type: odoo-mcp, config: { credential_ref: r, db: d, url: 'http://localhost:8069', username: u, access_level: read, timeout: 3, verify_ssl: true } }
  qdrant: { collection: c, embedding_model: m, similarity_threshold: 0.5, max_results: 3 }
  redis: { prefix: p }
  chatwoot: { default_labels: [ia], canned_responses: { pix: sim } }
  odoo: { product_categories: [velas], price_lists: [varejo] }
channels: { whatsapp: { emoji_usage: moderate } }
`,
  ],
  [
    'account',
    `name: Loja
settings: { language: pt_BR, currency: BRL, timezone: America/Recife, products: { featured_categories: [x] }, customer_service: { business_hours: ["Segunda: 09:00 - 18:00"], contact_email: a@shop.example, contact_phone: x } }
metadata: { domain: retail, client_name: Loja, description: z }
agents: { a: { type: intent, config: { role: r, goal: g, backstory: b }, tools: [t], plugins: [{ name: p }] } }
crews: { sales: { name: V, description: d, agents: [a], tasks: [{ id: i, description: D, agent: a, expected_output: o, context: [i] }], config: { max_iterations: 3 } } }
memory: { ttl: 60, storage: redis, priority_contexts: [x] }
greetings: { welcome_message: Oi, attendant_name: Lia, options: [{ option: Ver, keyword: [pedido] }], request_help_message: h }
`,
  ],
  [
    'account',
    `account_id: account_1
security_token: x
name: Loja
modules:
  company_info: { name: Loja, description: d, address: { street: s, street2: t, city: c, state: st, zip: z, country: co, share_with_customers: true } }
  service_settings: { business_hours: { days: [0], start_time: 09:00, end_time: '18:00' }, online_channels: { website: { url: u, mention_at_end: true } } }
  enabled_services: { collections: [business_rules], services: { sales: { enabled: true, promotions: { inform_at_start: true } } } }
  mcp: { type: odoo, version: 1, connection: { url: 'http://localhost:8069', database: d, username: u, password_ref: r, access_level: read } }
`,
  ],
  [
    'crew',
    `name: Vendas
description: d
type: customer_service
agents: [{ id: a, name: n, role: r, goal: g, backstory: b, memory: true, verbose: true }]
tasks: [{ agent: a, description: d, expected_output: o }]
routing: { channels: [whatsapp], keywords: [x], default: true }
style: { tone: { formal: 1, friendly: 5, technical: 2 }, emojis: { enabled: true, frequency: minimal }, greeting: { enabled: true, message: Oi }, farewell: { enabled: true, message: Até } }
online_channels: { website: { url: u } }
promotions: { inform_at_start: true }
`,
  ],
]

/** What nothing can take the place of: without it there is no shop, no address, nobody to do a task. */
const NEEDED = /^(agents(\.a)?|.*\[0\]\.(id|agent)|.*\.?agents(\[0\])?)$/

for (const [i, [role, yaml]] of SAMPLES.entries())
  test(`false beside its neighbours is as if the key were not there: sample ${i + 1}`, async () => {
    const parsed = parseTree('x', yaml)
    assert.equal(parsed.kind, 'tree')
    const whole = JSON.parse(JSON.stringify(plainOf(parsed.kind === 'tree' ? parsed.tree : null)))
    assert.deepEqual((await loaded(whole, role)).errors, [])
    const wrong: string[] = []
    for (const path of pathsOf(whole)) {
      const [without, nothing] = await Promise.all([
        loaded(changed(whole, path, undefined), role),
        loaded(changed(whole, path, false), role),
      ])
      const named = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
      const isSwitch = MEANS_SOMETHING.test(String(path.at(-1)))
      const isSame = isSwitch || JSON.stringify(nothing) === JSON.stringify(without)
      const isRight = nothing.errors.length === 0 || NEEDED.test(named.slice(1))
      if (!isSame || !isRight) wrong.push(`${named} ${nothing.errors.join('; ')}`)
    }
    assert.deepEqual(wrong, [])
  })

function plainOf(node: Sourced | null): unknown {
  if (node?.kind === 'map') return Object.fromEntries([...node.entries].map(([key, value]) => [key, plainOf(value)]))
  if (node?.kind === 'list') return node.items.map(plainOf)
  return node?.kind === 'scalar' ? (typeof node.value === 'string' ? node.text : node.value) : null
}

function pathsOf(value: unknown, under: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = [...under, Array.isArray(value) ? Number(key) : key]
    return [path, ...pathsOf(inner, path)]
  })
}

function changed(whole: Plain, path: Path, to: unknown): Plain {
  const copy = structuredClone(whole)
  const holder = path.slice(0, -1).reduce((at: never, step) => at[step], copy as never) as Record<string, unknown>
  const last = path.at(-1) ?? ''
  if (to !== undefined) holder[last] = to
  else if (Array.isArray(holder)) holder.splice(Number(last), 1)
  else delete holder[last]
  return copy
}
