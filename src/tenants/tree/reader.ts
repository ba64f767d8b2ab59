import { type Notes, shown } from './notes.ts'
import {
  type Place,
  type Plain,
  plain,
  revalued,
  type Sourced,
  type SourcedList,
  type SourcedMap,
  type SourcedScalar,
} from './sourced.ts'
import { suggest } from './suggest.ts'

/**
 * Reads one mapping key by key. Odoo writes "no value" as `false`, so `false`, `null` and `''` are absent for all but
 * `flag`. A value of the wrong kind is noted as an error and read as absent. What was never asked for is unknown.
 */
export class Reader {
  readonly at: Place
  readonly #map: SourcedMap
  readonly #notes: Notes
  readonly #asked = new Set<string>()
  readonly #below = new Map<string, Reader>()
  readonly #lists = new Map<string, readonly Reader[]>()

  constructor(map: SourcedMap, notes: Notes) {
    this.#map = map
    this.#notes = notes
    this.at = map.at
  }

  get notes(): Notes {
    return this.#notes
  }

  /** Whether there is anything in it. */
  get isEmpty(): boolean {
    return this.#map.entries.size === 0
  }

  keys(): readonly string[] {
    return [...this.#map.entries.keys()]
  }

  /** Whatever is there, `false` too. */
  raw(key: string): Sourced | undefined {
    this.#asked.add(key)
    return this.#map.entries.get(key)
  }

  /** These keys are known, and nothing is done with them. */
  ignore(...keys: readonly string[]): void {
    for (const key of keys) this.#asked.add(key)
  }

  /** Text; a number (a version, a date, an id) is taken as it was written. */
  text(key: string): SourcedScalar | undefined {
    const node = this.#present(key)
    if (!node) return undefined
    if (node.kind !== 'scalar' || node.value === true) return this.#wrong(node, 'a text')
    return revalued(node, typeof node.value === 'string' ? node.value : node.text)
  }

  /** One word of a fixed set: letter case and outer blanks do not matter. */
  word(key: string): SourcedScalar | undefined {
    const node = this.text(key)
    return node && revalued(node, String(node.value).trim().toLowerCase())
  }

  flag(key: string): SourcedScalar | undefined {
    const node = this.raw(key)
    if (!node || (node.kind === 'scalar' && (node.value === null || node.value === ''))) return undefined
    const value = node.kind === 'scalar' ? FLAGS.get(String(node.value).toLowerCase()) : undefined
    return value === undefined ? this.#wrong(node, 'true or false') : revalued(node, value)
  }

  number(key: string): SourcedScalar | undefined {
    const node = this.#present(key)
    if (!node) return undefined
    const value = node.kind === 'scalar' && node.value !== true ? Number(node.value) : Number.NaN
    return Number.isFinite(value) ? revalued(node, value) : this.#wrong(node, 'a number')
  }

  /** The items of a list, but nothing; a lone text counts as a list of one. */
  list(key: string): readonly Sourced[] | undefined {
    const node = this.#present(key)
    if (!node) return undefined
    if (node.kind === 'list') return node.items.filter((item) => !isNothing(item))
    return node.kind === 'scalar' && typeof node.value === 'string' ? [node] : this.#wrong(node, 'a list')
  }

  /** The texts of a list, each a scalar; numbers as they were written. */
  texts(key: string): SourcedList | undefined {
    const raw = this.raw(key)
    const items = this.list(key)
    if (!raw || !items) return undefined
    const texts = items.flatMap((item) => {
      const isText = item.kind === 'scalar' && item.value !== true
      return isText
        ? [revalued(item, typeof item.value === 'string' ? item.value : item.text)]
        : (this.#wrong(item, 'a text') ?? [])
    })
    return { kind: 'list', items: texts, at: raw.at }
  }

  /** The mappings of a list. */
  items(key: string): readonly Reader[] {
    const known = this.#lists.get(key)
    if (known) return known
    const readers = (this.list(key) ?? []).flatMap((node) =>
      node.kind === 'map' ? [new Reader(node, this.#notes)] : (this.#wrong(node, 'a mapping') ?? []),
    )
    this.#lists.set(key, readers)
    return readers
  }

  /** The mapping under `key`; an empty one when there is none, so that reads can be chained. */
  map(key: string): Reader {
    const known = this.#below.get(key)
    if (known) return known
    const node = this.#present(key)
    if (node && node.kind !== 'map') this.#wrong(node, 'a mapping')
    const path = this.at.path ? `${this.at.path}.${key}` : key
    const map: SourcedMap = node?.kind === 'map' ? node : { kind: 'map', entries: new Map(), at: { ...this.at, path } }
    const reader = new Reader(map, this.#notes)
    this.#below.set(key, reader)
    return reader
  }

  /**
   * Warns of every key, here and below, that nobody asked for.
   * @returns what they hold, by their path, but nothing whose name says that it is a secret
   */
  unknown(): Record<string, Plain> {
    const kept: Record<string, Plain> = {}
    for (const [key, node] of this.#map.entries) {
      if (this.#asked.has(key)) continue
      const meant = suggest(key, this.#asked)
      const at = node.at.path.endsWith(key) ? node.at : { ...node.at, path: key }
      this.#notes.warn(at, {
        message: meant ? `unknown key; did you mean "${meant}"?` : 'unknown key, kept and not used',
      })
      if (!SECRET_NAME.test(key)) kept[at.path] = plain(node, isOpen)
    }
    for (const below of [...this.#below.values(), ...[...this.#lists.values()].flat()])
      Object.assign(kept, below.unknown())
    return kept
  }

  #present(key: string): Sourced | undefined {
    const node = this.raw(key)
    return node && isNothing(node) ? undefined : node
  }

  #wrong(node: Sourced, expected: string): undefined {
    const at = node.at
    const isSecret = SECRET_NAME.test(at.path)
    this.#notes.error(at, { message: 'wrong kind of value', expected, got: isSecret ? 'something else' : shown(node) })
    return undefined
  }
}

/** What Odoo writes where there is no value. */
export const isNothing = (node: Sourced): boolean =>
  node.kind === 'scalar' && (node.value === null || node.value === false || node.value === '')

const SECRET_NAME = /pass|secret|token|credential|api_?key/i

const isOpen = (key: string): boolean => !SECRET_NAME.test(key)

const FLAGS = new Map([
  ['true', true],
  ['false', false],
  ['yes', true],
  ['no', false],
  ['1', true],
  ['0', false],
])
