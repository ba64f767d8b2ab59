/** A column as `fields_get` tells it. */
export interface Field {
  readonly type:
    | 'integer'
    | 'float'
    | 'monetary'
    | 'char'
    | 'text'
    | 'boolean'
    | 'date'
    | 'datetime'
    | 'selection'
    | 'binary'
    | 'many2one'
    | 'one2many'
    | 'many2many'
  readonly string: string
  /** Target model of a relation. */
  readonly relation?: string
  /** False: computed, so nothing can be ordered by it. */
  readonly isStored?: boolean
}

/** A value as kept: many2one as an id, x2many as ids, a translated text as its terms by language. */
export type Value = string | number | boolean | readonly number[] | Translated | (() => Value)
export interface Translated {
  readonly en_US: string
  readonly [lang: string]: string
}

export interface Row {
  readonly id: number
  readonly [field: string]: Value
}

export interface Model {
  readonly name: string
  readonly fields: Readonly<Record<string, Field>>
  readonly rows: readonly Row[]
  /** The many2one that makes a tree of it, for `child_of`. */
  readonly parent?: string
  /** The label in many2one pairs. Default: its `name`. */
  readonly label?: (row: Row, lang: string) => string
  /** Default order. */
  readonly order?: string
}

export type Models = ReadonlyMap<string, Model>

const isTranslated = (value: Value): value is Translated =>
  typeof value === 'object' && !Array.isArray(value) && 'en_US' in value

/** The value in `lang`, or in the base language where it has none. */
export function plain(value: Value | undefined, lang: string): Exclude<Value, Translated | (() => Value)> {
  if (value === undefined) return false
  if (typeof value === 'function') return plain(value(), lang)
  if (isTranslated(value)) return value[lang] ?? value.en_US
  return value
}

export const labelOf = (model: Model, row: Row, lang: string): string =>
  model.label?.(row, lang) ?? String(plain(row.name, lang))
