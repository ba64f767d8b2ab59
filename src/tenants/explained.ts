import * as z from 'zod'
import { TenantConfig } from '../domain/tenant-config.ts'
import { explainedHours } from './explained-hours.ts'
import type { Inspected } from './inspected.ts'
import { type Plain, plain, type Sourced } from './tree/sourced.ts'
import { type At, type ExplainedValue, placesOf, saidIn } from './value-places.ts'

/** Every value, those by default too, by their sections. Of one that does not load: what its layers give. */
export function explained({ read, draft }: Inspected): ExplainedValue[] {
  const tree: Sourced = draft?.tree ?? NOTHING
  if (read.kind === 'invalid') return sorted(given(tree, []))
  const { tenant: _, extra = {}, hours, ...config } = read.loaded.config
  const unknown = Object.entries(extra).map(([path, value]): ExplainedValue => {
    const told = read.loaded.warnings.findLast((warning) => warning.path === path)
    return { path: `extra["${path}"]`, value: value as Plain, from: told ? [`${told.file}:${told.line}`] : [] }
  })
  const schema = TenantConfig.omit({ tenant: true, extra: true, hours: true })
  return sorted([...explainedHours(hours, tree), ...rows({ value: config, path: [], schema }, tree), ...unknown])
}

const NOTHING: Sourced = {
  ...{ kind: 'map', entries: new Map() },
  at: { file: '', line: 1, column: 1, path: '' },
}

/** By their sections; within one as it is put together, so that Monday comes first. */
const sorted = (values: ExplainedValue[]): ExplainedValue[] =>
  values.toSorted((a, b) => (sectionOf(a) < sectionOf(b) ? -1 : sectionOf(a) > sectionOf(b) ? 1 : 0))

const sectionOf = ({ path }: ExplainedValue): string => path.split(/[.[]/, 1)[0] ?? ''

interface Walked extends At {
  readonly value: unknown
  /** What may stand there; absent where anybody names the keys. */
  readonly schema?: z.ZodType | undefined
}

function rows({ value, path, schema }: Walked, tree: Sourced): ExplainedValue[] {
  if (path.at(-1) === 'onlineChannels') return onlineChannels(value, path, tree)
  const below = (key: string | number, of: unknown, as?: z.ZodType): ExplainedValue[] =>
    rows({ value: of, path: [...path, key], schema: as }, tree)
  if (Array.isArray(value) && value.some(isObject)) return value.flatMap((item, i) => below(i, item))
  if (!isObject(value)) return [row({ value, path }, tree)]
  const shape = schema && shapeOf(schema)
  const keys = [...new Set([...Object.keys(shape ?? {}), ...Object.keys(value)])]
  if (keys.length === 0) return [row({ value, path }, tree)]
  return keys.flatMap((key) => below(key, value[key], shape?.[key]))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function row({ value, path }: Walked, tree: Sourced): ExplainedValue {
  const shown = (value ?? null) as Plain
  return { path: pathText(path), value: shown, from: placesOf(tree, { path, value: shown }) }
}

/** The keys of an object that is described; undefined: it may have any. */
function shapeOf(schema: z.ZodType): Record<string, z.ZodType> | undefined {
  let inner: unknown = schema
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault)
    inner = inner.unwrap()
  return inner instanceof z.ZodObject ? (inner.shape as Record<string, z.ZodType>) : undefined
}

/** By their names, as they are written: `onlineChannels.website.url`. */
function onlineChannels(value: unknown, path: At['path'], tree: Sourced): ExplainedValue[] {
  const channels = (Array.isArray(value) ? value : []) as Record<string, Plain>[]
  if (channels.length === 0) return [row({ value, path }, tree)]
  return channels.flatMap(({ name, ...rest }) =>
    Object.entries(rest).map(([key, said]) => row({ value: said, path: [...path, String(name), key] }, tree)),
  )
}

const pathText = (path: At['path']): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('')

/** What the layers say, before it is put together. */
function given(node: Sourced, path: At['path']): ExplainedValue[] {
  const below = node.kind === 'map' ? [...node.entries] : []
  if (node.kind === 'map') return below.flatMap(([key, value]) => given(value, [...path, key]))
  if (node.kind === 'list' && node.items.some(({ kind }) => kind === 'map'))
    return node.items.flatMap((item, i) => given(item, [...path, i]))
  return [{ path: pathText(path), value: saidIn(path, plain(node)), from: [`${node.at.file}:${node.at.line}`] }]
}
