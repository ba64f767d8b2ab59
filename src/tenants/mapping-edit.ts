import { isDeepStrictEqual } from 'node:util'
import { type Document, isMap, isScalar, isSeq, type Pair, parseDocument, Scalar, type YAMLMap } from 'yaml'
import { type MappingBody, MappingTarget, numeralOf, tenantIn, type WrittenMapping } from '../domain/mapping.ts'
import { MAPPING_LIMITS } from './mapping-file.ts'
import type { Change } from './rewrite-file.ts'

/** What can be read of a mapping's text; entries that name no tenant are left out. */
export const writtenMapping = (text: string | null): WrittenMapping => writtenIn(parsed(text))

function writtenIn(document: Document): WrittenMapping {
  const list = (key: string) => {
    const value = plainAt(document, key)
    return (Array.isArray(value) ? value : []).flatMap((entry) => MappingTarget.safeParse(entry).data ?? [])
  }
  const settings = plainAt(document, 'webhook_settings')
  return {
    accounts: targetsAt(document, 'accounts'),
    inboxes: targetsAt(document, 'inboxes'),
    fallbacks: list('fallbacks'),
    special_numbers: list('special_numbers'),
    ...(isObject(settings) && { webhook_settings: settings }),
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export type EditedMapping =
  | { readonly kind: 'text'; readonly text: string; readonly before: WrittenMapping; readonly after: WrittenMapping }
  | Extract<Change, { kind: 'problem' }>

/**
 * The mapping's text with what `change` makes of it; comments and what is not named stay. `isJson`: of a file that is
 * JSON. Parsed once: ten thousand accounts take the library a second.
 */
export function withMapping(
  text: string | null,
  change: (before: WrittenMapping) => MappingBody,
  { isJson }: { isJson: boolean },
): EditedMapping {
  const document = parsed(text)
  if (document.errors.length > 0 || (document.contents !== null && !isMap(document.contents)))
    return { kind: 'problem', problem: 'it is not YAML that can be read: mend it first' }
  const twin = twinIn(document.contents)
  if (twin !== undefined) return { kind: 'problem', problem: `"${twin}" stands there twice: mend it first` }
  const before = writtenIn(document)
  if (document.contents === null) document.contents = document.createNode({}) as never
  put(document, change(before))
  const whole = textOf(document, isJson)
  if (Buffer.byteLength(whole) > MAPPING_LIMITS.maxMiB * 1_048_576)
    return { kind: 'problem', problem: `it would be over ${MAPPING_LIMITS.maxMiB} MiB` }
  return { kind: 'text', text: whole, before, after: writtenIn(document) }
}

function put(document: Document, body: MappingBody): void {
  for (const key of ['accounts', 'inboxes'] as const) putTargets(document, key, body[key] ?? {})
  for (const key of ['fallbacks', 'special_numbers', 'webhook_settings'] as const)
    if (body[key] !== undefined && !isDeepStrictEqual(plainAt(document, key), body[key])) document.set(key, body[key])
}

function textOf(document: Document, isJson: boolean): string {
  if (isJson) return `${JSON.stringify(document.toJS(), null, 2)}\n`
  if (isMap(document.contents) && document.contents.flow) document.contents.flow = false
  return document.toString({ lineWidth: 0 })
}

/** The library compares every key with every other; `twinIn` does not. */
const parsed = (text: string | null): Document =>
  parseDocument(text ?? '', { logLevel: 'error', uniqueKeys: false }) as Document

/** A key that a mapping has twice, letter for letter. */
function twinIn(node: unknown): string | undefined {
  const below: unknown[] = isSeq(node) ? node.items : []
  const seen = new Set<string>()
  for (const { key, value } of isMap(node) ? (node.items as Pair[]) : []) {
    const spelled = spelling(key)
    if (seen.has(spelled)) return spelled
    seen.add(spelled)
    below.push(value)
  }
  for (const each of below) {
    const twin = twinIn(each)
    if (twin !== undefined) return twin
  }
  return undefined
}

/** As it is written: `02` is not `2`. */
function spelling(key: unknown): string {
  if (!isScalar(key)) return String(key)
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
}

/** Chatwoot's number that a key is; null: none. */
function numeralIn({ key }: Pair): string | null {
  const spelled = spelling(key).trim()
  return /^\d{1,15}$/.test(spelled) ? numeralOf(spelled) : null
}

function plainAt(document: Document, key: string): unknown {
  const node = document.get(key)
  return isMap(node) || isSeq(node) ? node.toJS(document, { maxAliasCount: 100 }) : node
}

function targetsAt(document: Document, key: string): Record<string, MappingTarget | null> {
  const map = document.get(key)
  const found: Record<string, MappingTarget | null> = {}
  for (const pair of isMap(map) ? (map.items as Pair[]) : []) {
    const id = numeralIn(pair)
    const { data } = MappingTarget.safeParse(targetOf(pair, document))
    if (id === null || !data) continue
    const other = found[id]
    const isContested = other !== undefined && (other === null || tenantIn(other) !== tenantIn(data))
    found[id] = isContested ? null : data
  }
  return found
}

const targetOf = ({ value }: Pair, document: Document): unknown =>
  (value as { toJS?: YAMLMap['toJS'] } | null)?.toJS?.(document, { maxAliasCount: 100 })

/** A number may stand there in another spelling (`1`, `'1'`, `01`): it is one entry. */
function putTargets(document: Document, key: string, targets: NonNullable<MappingBody['accounts']>): void {
  const wanted = new Map(Object.entries(targets).map(([id, target]) => [numeralOf(id), target]))
  if (wanted.size === 0) return
  if (!isMap(document.get(key))) document.set(key, document.createNode({}))
  const map = document.get(key) as YAMLMap
  map.flow = map.items.length > 0 && map.flow === true
  const standing = Map.groupBy(map.items as Pair[], numeralIn)
  const gone = new Set<Pair>()
  const added: Pair[] = []
  for (const [id, target] of wanted) {
    const [kept, ...others] = standing.get(id) ?? []
    for (const other of others) gone.add(other)
    if (!kept) added.push(...(target ? [document.createPair(quoted(id), target)] : []))
    else if (target === null) gone.add(kept)
    else if (!isDeepStrictEqual(targetOf(kept, document), target)) kept.value = document.createNode(target)
  }
  map.items = [...(map.items as Pair[]).filter((pair) => !gone.has(pair)), ...added]
}

/** As Odoo writes them: the ids are text. */
function quoted(text: string): Scalar {
  const scalar = new Scalar(text)
  scalar.type = Scalar.QUOTE_SINGLE
  return scalar
}
