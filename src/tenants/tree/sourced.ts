/** Where a value stands. Lines and columns from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  /** As in the file: `company_metadata.business_hours.days[2]`; empty at the top. */
  readonly path: string
}

export interface SourcedScalar {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  /** As written: `1.10` and `0012` stay what they are. */
  readonly text: string
  readonly at: Place
}

export interface SourcedList {
  readonly kind: 'list'
  readonly items: readonly Sourced[]
  readonly at: Place
}

export interface SourcedMap {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, Sourced>
  readonly at: Place
}

/** A value out of a YAML or JSON file that knows where it stands. A file without content is an empty map. */
export type Sourced = SourcedScalar | SourcedList | SourcedMap

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

/** The value without its places, of maps only the keys that `isKept`. Keys like `__proto__` are plain keys. */
export function plain(node: Sourced, isKept: (key: string) => boolean = () => true): Plain {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map((item) => plain(item, isKept))
  const kept = [...node.entries].filter(([key]) => isKept(key))
  return Object.fromEntries(kept.map(([key, value]) => [key, plain(value, isKept)]))
}

/** The same place and text with another value: how a dialect turns `09:00` into 540. */
export const revalued = (node: Sourced, value: SourcedScalar['value']): SourcedScalar => ({
  kind: 'scalar',
  value,
  text: node.kind === 'scalar' ? node.text : String(value),
  at: node.at,
})

/** A map of those of `entries` that are there; undefined when none is. */
export function sourcedMap(at: Place, entries: Readonly<Record<string, Sourced | undefined>>): SourcedMap | undefined {
  const present = Object.entries(entries).filter((entry): entry is [string, Sourced] => entry[1] !== undefined)
  return present.length === 0 ? undefined : { kind: 'map', entries: new Map(present), at }
}

/** The node at `path`, or the deepest one on the way there. */
export function nearest(node: Sourced, path: readonly PropertyKey[]): Sourced {
  const [step, ...rest] = path
  const next =
    node.kind === 'map'
      ? node.entries.get(String(step))
      : node.kind === 'list' && typeof step === 'number'
        ? node.items[step]
        : undefined
  return next === undefined || step === undefined ? node : nearest(next, rest)
}

/**
 * `over` laid upon `base`: maps merge key by key, anything else replaces. Values keep their own places, so a merged
 * tree still tells for each value which file it is from.
 */
export function merged(base: Sourced, over: Sourced): Sourced {
  if (base.kind !== 'map' || over.kind !== 'map') return over
  const entries = new Map(base.entries)
  for (const [key, value] of over.entries) {
    const below = entries.get(key)
    entries.set(key, below ? merged(below, value) : value)
  }
  return { kind: 'map', entries, at: over.at }
}
