import { isDeepStrictEqual } from 'node:util'
import { type Document, isMap, isScalar, type Pair, parseDocument, Scalar, type YAMLMap } from 'yaml'
import { type MappingBody, MappingTarget, type WrittenMapping } from '../domain/mapping.ts'
import type { Change } from './rewrite-file.ts'

/** What can be read of a mapping's text; entries that name no tenant are left out. */
export function writtenMapping(text: string | null): WrittenMapping {
  const plain = (parseDocument(text ?? '', { logLevel: 'error' }).toJS({ maxAliasCount: 100 }) ?? {}) as Plain
  const targets = (value: unknown) =>
    Object.fromEntries(
      Object.entries(isObject(value) ? value : {}).flatMap(([id, target]): [string, MappingTarget][] => {
        const { data } = MappingTarget.safeParse(target)
        return data && /^\d+$/.test(id) ? [[String(Number(id)), data]] : []
      }),
    )
  const list = (value: unknown) =>
    (Array.isArray(value) ? value : []).flatMap((entry) => MappingTarget.safeParse(entry).data ?? [])
  return {
    accounts: targets(plain.accounts),
    inboxes: targets(plain.inboxes),
    fallbacks: list(plain.fallbacks),
    special_numbers: list(plain.special_numbers),
  }
}

type Plain = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The mapping's text with `body` in it; comments and what is not named stay. `isJson`: of a file that is JSON. */
export function withMapping(text: string | null, body: MappingBody, { isJson }: { isJson: boolean }): Change {
  const document = parseDocument(text ?? '', { logLevel: 'error' })
  if (document.errors.length > 0 || (document.contents !== null && !isMap(document.contents)))
    return { kind: 'problem', problem: 'it is not YAML that can be read: mend it first' }
  if (document.contents === null) document.contents = document.createNode({}) as never
  for (const key of ['accounts', 'inboxes'] as const) putTargets(document, key, body[key] ?? {})
  for (const key of ['fallbacks', 'special_numbers', 'webhook_settings'] as const)
    if (body[key] !== undefined && !isDeepStrictEqual(plainAt(document, key), body[key])) document.set(key, body[key])
  const isFlow = isMap(document.contents) && document.contents.flow
  if (isJson) return { kind: 'text', text: `${JSON.stringify(document.toJS(), null, 2)}\n` }
  if (isFlow && isMap(document.contents)) document.contents.flow = false
  return { kind: 'text', text: document.toString({ lineWidth: 0 }) }
}

const plainAt = (document: Document, key: string): unknown => {
  const node = document.get(key)
  return isMap(node) || (node && typeof node === 'object' && 'toJSON' in node) ? (node as YAMLMap).toJSON() : node
}

/** A number may stand there in another spelling (`1`, `'1'`, `01`): it is one entry. */
function putTargets(document: Document, key: string, targets: Readonly<Record<string, MappingTarget | null>>): void {
  if (Object.keys(targets).length === 0) return
  if (!isMap(document.get(key))) document.set(key, document.createNode({}))
  const map = document.get(key) as YAMLMap
  map.flow = map.items.length > 0 && map.flow === true
  for (const [id, target] of Object.entries(targets)) {
    const kept = (map.items as Pair[]).find((pair) => isScalar(pair.key) && Number(pair.key.value) === Number(id))
    map.items = (map.items as Pair[]).filter(
      (pair) => pair === kept || !isScalar(pair.key) || Number(pair.key.value) !== Number(id),
    )
    if (target === null) map.items = (map.items as Pair[]).filter((pair) => pair !== kept)
    else if (kept) kept.value = document.createNode(target)
    else map.items.push(document.createPair(quoted(String(Number(id))), target))
  }
}

/** As Odoo writes them: the ids are text. */
function quoted(text: string): Scalar {
  const scalar = new Scalar(text)
  scalar.type = Scalar.QUOTE_SINGLE
  return scalar
}
