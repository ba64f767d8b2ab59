import { accessError, attributeError, notFound, typeError, userError, valueError } from '../errors.ts'
import { compile } from './domain.ts'
import { labelOf, type Model, type Models, plain, type Row } from './model.ts'

/** A database somebody is logged in to. */
export interface Caller {
  readonly uid: number
  readonly models: Models
  readonly languages: readonly string[]
  readonly companies: readonly number[]
  /** 18 or 19: they word some errors differently. */
  readonly series: Series
  readonly user: { readonly lang: string; readonly tz: string }
}
export type Series = '18.0' | '19.0'

export type Kwargs = Readonly<Record<string, unknown>>

/** The public methods the simulator knows: positional arguments first, then named ones, as `execute_kw` takes them. */
export function execute(
  caller: Caller,
  model: string,
  method: string,
  args: readonly unknown[],
  kwargs: Kwargs,
): unknown {
  const table = caller.models.get(model)
  if (!table) throw noModel(caller, model)
  if (method.startsWith('_'))
    throw accessError(`Private methods (such as '${model}.${method}') cannot be called remotely.`)
  const { context, ...named } = kwargs
  const lang = languageOf(caller, context)
  const run = METHODS[method]
  if (!run || (SPECIAL[method] ?? model) !== model) throw noMethod(caller, model, method)
  return run({ caller, table, lang, args: withNames(method, args, named) })
}

const noModel = ({ series }: Caller, model: string) =>
  series === '18.0' ? userError(`Object ${model} doesn't exist`) : notFound(`the model '${model}' does not exist`)

const noMethod = ({ series }: Caller, model: string, method: string) =>
  series === '18.0'
    ? attributeError(`The method '${method}' does not exist on the model '${model}'`)
    : notFound(`The method '${model}.${method}' does not exist`)

/** 18 on refuses languages that are not installed; the base language is always taken. */
function languageOf({ languages, companies, user }: Caller, context: unknown): string {
  const { lang, allowed_company_ids } = (context ?? {}) as { lang?: string; allowed_company_ids?: readonly number[] }
  if (allowed_company_ids?.some((id) => !companies.includes(id)))
    throw accessError('Access to unauthorized or invalid companies.')
  if (lang && lang !== 'en_US' && !languages.includes(lang)) throw userError(`Invalid language code: ${lang}`)
  return lang ?? (languages.includes('en_US') ? 'en_US' : user.lang)
}

interface Run {
  readonly caller: Caller
  readonly table: Model
  readonly lang: string
  readonly args: Kwargs
}

/** Parameters in their Python order. */
const SIGNATURES: Readonly<Record<string, readonly string[]>> = {
  search_read: ['domain', 'fields', 'offset', 'limit', 'order'],
  search: ['domain', 'offset', 'limit', 'order'],
  search_count: ['domain', 'limit'],
  read: ['ids', 'fields', 'load'],
  fields_get: ['allfields', 'attributes'],
  context_get: [],
  get_installed: [],
}

/** Methods only one model has. */
const SPECIAL: Readonly<Record<string, string>> = { context_get: 'res.users', get_installed: 'res.lang' }

function withNames(method: string, args: readonly unknown[], named: Kwargs): Kwargs {
  const names = SIGNATURES[method] ?? []
  const stranger = Object.keys(named).find((name) => !names.includes(name))
  if (stranger) throw typeError(`BaseModel._read_format() got an unexpected keyword argument '${stranger}'`)
  return { ...Object.fromEntries(args.map((value, index) => [names[index] ?? `arg${index}`, value])), ...named }
}

const METHODS: Readonly<Record<string, (run: Run) => unknown>> = {
  search_read: (run) => found(run).map((row) => shown(run, row)),
  search: (run) => found(run).map(({ id }) => id),
  search_count: (run) => found({ ...run, args: { domain: run.args.domain } }).length,
  read: (run) =>
    (run.args.ids as readonly number[])
      .flatMap((id) => run.table.rows.filter((row) => row.id === id))
      .map((row) => shown(run, row)),
  fields_get: ({ table, args }) => described(table, args),
  context_get: ({ caller: { uid, user } }) => ({ lang: user.lang, tz: user.tz, uid }),
  get_installed: ({ caller }) => caller.languages.map((code) => [code, code]),
}

function found({ caller: { models }, table, lang, args }: Run): readonly Row[] {
  const domain = (args.domain ?? []) as readonly unknown[]
  const asked = JSON.stringify(domain).includes('"active"')
  const test = compile(table, domain, { models, lang })
  const rows = table.rows.filter((row) => (asked || row.active !== false) && test(row))
  const offset = Number(args.offset ?? 0)
  return sorted(rows, { table, order: (args.order as string) || (table.order ?? 'id'), lang }).slice(
    offset,
    args.limit ? offset + Number(args.limit) : undefined,
  )
}

function sorted(rows: readonly Row[], { table, order, lang }: { table: Model; order: string; lang: string }): Row[] {
  const keys = order.split(',').map((part) => part.trim().split(/\s+/))
  for (const [name = ''] of keys)
    if (table.fields[name]?.isStored === false || (name !== 'id' && !table.fields[name]))
      throw valueError(`Cannot convert ${table.name}.${name} to SQL because it is not stored`)
  return rows.toSorted((a, b) => {
    for (const [name = '', way] of keys) {
      const [one, other] = [plain(a[name], lang), plain(b[name], lang)]
      const sign = typeof one === 'number' ? one - Number(other) : String(one).localeCompare(String(other))
      if (sign !== 0) return way?.toLowerCase() === 'desc' ? -sign : sign
    }
    return 0
  })
}

function shown({ caller, table, lang, args }: Run, row: Row): Record<string, unknown> {
  const wanted = (args.fields as readonly string[] | undefined) ?? []
  const names = wanted.length > 0 ? wanted : Object.keys(table.fields)
  const values = names.filter((name) => name !== 'id').map((name) => [name, cell({ caller, table, lang, row, name })])
  return { id: row.id, ...Object.fromEntries(values) }
}

function cell({ caller, table, lang, row, name }: Omit<Run, 'args'> & { row: Row; name: string }): unknown {
  const field = table.fields[name]
  if (!field) throw valueError(`Invalid field '${name}' on ${caller.series === '18.0' ? 'model ' : ''}'${table.name}'`)
  const value = plain(row[name], lang)
  if (field.type !== 'many2one' || typeof value !== 'number') return value
  const related = caller.models.get(field.relation ?? '')
  const target = related?.rows.find(({ id }) => id === value)
  return related && target ? [value, labelOf(related, target, lang)] : false
}

function described(table: Model, { allfields, attributes }: Kwargs): Record<string, unknown> {
  const names = (allfields as readonly string[] | undefined) ?? []
  const wanted = (attributes as readonly string[] | undefined) ?? []
  const entries = Object.entries(table.fields).filter(([name]) => names.length === 0 || names.includes(name))
  return Object.fromEntries(
    entries.map(([name, { type, string, relation, isStored = true }]) => {
      const all = { type, string, store: isStored, readonly: !isStored, required: false, ...(relation && { relation }) }
      const some = Object.entries(all).filter(([key]) => wanted.length === 0 || wanted.includes(key))
      return [name, Object.fromEntries(some)]
    }),
  )
}
