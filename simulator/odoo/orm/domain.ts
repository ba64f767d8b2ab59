import { valueError } from '../errors.ts'
import { labelOf, type Model, type Models, plain, type Row } from './model.ts'

/** What a domain is judged with. */
export interface Judge {
  readonly models: Models
  readonly lang: string
}

type Test = (row: Row) => boolean

/** A domain (Polish notation, `&` where nothing is said) as a test of rows. */
export function compile(model: Model, domain: readonly unknown[], judge: Judge): Test {
  const stack: Test[] = []
  for (const part of domain.toReversed()) {
    if (part === '!') stack.push(negated(pop(stack, domain)))
    else if (part === '&' || part === '|') stack.push(joined(part, pop(stack, domain), pop(stack, domain)))
    else stack.push(leaf(model, part, judge))
  }
  return (row) => stack.every((test) => test(row))
}

function pop(stack: Test[], domain: readonly unknown[]): Test {
  const test = stack.pop()
  if (!test) throw valueError(`Domain ${JSON.stringify(domain)} is invalid`)
  return test
}

const negated =
  (test: Test): Test =>
  (row) =>
    !test(row)

const joined =
  (operator: '&' | '|', one: Test, other: Test): Test =>
  (row) =>
    operator === '&' ? one(row) && other(row) : one(row) || other(row)

function leaf(model: Model, part: unknown, judge: Judge): Test {
  if (!Array.isArray(part) || part.length !== 3) throw valueError(`Invalid leaf ${python(part)}`)
  const [path, operator, wanted] = part as [string, string, unknown]
  const [name = '', ...rest] = path.split('.')
  const field = model.fields[name]
  if (!field) throw valueError(`Invalid field ${model.name}.${name} in leaf ${python(part)}`)
  const related = field.relation ? judge.models.get(field.relation) : undefined
  if (rest.length > 0 && related)
    return through(name, compile(related, [[rest.join('.'), operator, wanted]], judge), related)
  const compare = OPERATORS[operator]
  if (!compare) throw valueError(`Invalid leaf ${python(part)}`)
  if (operator === 'child_of') return childOf({ model, name, related, wanted })
  if (related && typeof wanted === 'string') {
    const byLabel = (row: Row) => compare(labelOf(related, row, judge.lang), wanted)
    return through(name, byLabel, related)
  }
  return (row) => compare(plain(row[name], judge.lang), wanted)
}

const idsOf = (row: Row, name: string): readonly number[] => {
  const value = plain(row[name], 'en_US')
  if (typeof value === 'object') return value
  return typeof value === 'number' ? [value] : []
}

const through =
  (name: string, test: Test, related: Model): Test =>
  (row) =>
    related.rows.some((each) => idsOf(row, name).includes(each.id) && test(each))

/** The wanted records and everything below them. */
function childOf({
  model,
  name,
  related,
  wanted,
}: {
  model: Model
  name: string
  related: Model | undefined
  wanted: unknown
}): Test {
  const tree = related ?? model
  const below = new Set((Array.isArray(wanted) ? wanted : [wanted]).map(Number))
  for (let size = -1; size !== below.size; ) {
    size = below.size
    for (const row of tree.rows) if (below.has(Number(row[tree.parent ?? '']))) below.add(row.id)
  }
  return (row) => (name === 'id' ? below.has(row.id) : idsOf(row, name).some((id) => below.has(id)))
}

type Compare = (value: unknown, wanted: unknown) => boolean

const OPERATORS: Readonly<Record<string, Compare>> = {
  '=': (value, wanted) => (Array.isArray(value) ? value.includes(wanted) : value === wanted),
  '!=': (value, wanted) => value !== wanted,
  '<>': (value, wanted) => value !== wanted,
  '>': (value, wanted) => value !== false && Number(compared(value, wanted)) > 0,
  '>=': (value, wanted) => value !== false && Number(compared(value, wanted)) >= 0,
  '<': (value, wanted) => value !== false && Number(compared(value, wanted)) < 0,
  '<=': (value, wanted) => value !== false && Number(compared(value, wanted)) <= 0,
  in: (value, wanted) =>
    (wanted as unknown[]).some((one) => (Array.isArray(value) ? value.includes(one) : value === one)),
  'not in': (value, wanted) => !(wanted as unknown[]).includes(value),
  like: (value, wanted) => pattern(`%${wanted}%`, '').test(text(value)),
  ilike: (value, wanted) => pattern(`%${wanted}%`, 'i').test(text(value)),
  '=like': (value, wanted) => pattern(String(wanted), '').test(text(value)),
  '=ilike': (value, wanted) => pattern(String(wanted), 'i').test(text(value)),
  'not ilike': (value, wanted) => !pattern(`%${wanted}%`, 'i').test(text(value)),
  child_of: () => false,
}

const compared = (value: unknown, wanted: unknown): number =>
  typeof value === 'number' ? value - Number(wanted) : text(value).localeCompare(text(wanted))

const text = (value: unknown): string => (value === false ? '' : String(value))

/** PostgreSQL's LIKE: `_` is any one character, `%` any text, `\` takes them literally. Accents count. */
function pattern(like: string, flags: string): RegExp {
  const source = like.replace(/\\?./gsu, (token) => {
    if (token === '%') return '.*'
    if (token === '_') return '.'
    return RegExp.escape(token.startsWith('\\') && token.length > 1 ? token.slice(1) : token)
  })
  return new RegExp(`^${source}$`, `su${flags}`)
}

/** A leaf as Python prints it. */
const python = (part: unknown): string =>
  `(${(Array.isArray(part) ? part : [part]).map((one) => (typeof one === 'string' ? `'${one}'` : JSON.stringify(one))).join(', ')})`
