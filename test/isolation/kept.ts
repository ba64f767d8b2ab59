/** Something in the source that is kept longer than one call and looked up by a key. */
export interface Kept {
  /** `tenants/config-registry.ts #known` */
  readonly name: string
  readonly file: string
  readonly variable: string
  /** How it is declared. */
  readonly declaration: string
  /** The key of each look-up, as it is written. */
  readonly keys: readonly string[]
  /** The file with every key the same: whoever asks finds what the last one left. */
  readonly source: string
}

const KIND = '(?:Map|Set|WeakMap|WeakSet|LRUCache)'
const FIELD = new RegExp(
  `^  (?:private |static |readonly )*(?:(#\\w+): [^=\\n(]*\\b(?:Readonly)?${KIND}<.*|(#?\\w+)(?:: [^=\\n]+)? = new ${KIND}\\b.*)`,
  'gm',
)
/** Something of our own that is kept by tenant: `readonly #room: SharedRoom<TenantId>`. */
const BY_TENANT = new RegExp(`^  (?:readonly )?(#\\w+): (?!(?:Readonly)?${KIND}<)\\w+<TenantId\\b.*`, 'gm')
const MODULE = new RegExp(`^(?:export )?(?:const|let) (\\w+)[^=\\n]*= new ${KIND}\\b.*`, 'gm')
const LOCAL = new RegExp(`^( +)(?:const|let) (\\w+)[^=\\n]*= new ${KIND}\\b.*`, 'gm')

/**
 * Everything of `source` that remembers by a key: fields of classes; what a module keeps for itself, when it is ever
 * added to; what a function leaves to another function that outlives it.
 */
export function keptIn(file: string, source: string): Kept[] {
  const fields = [...source.matchAll(FIELD)].map((found) => [found[1] ?? found[2] ?? '', found[0]] as const)
  const modules = [...source.matchAll(MODULE)].map((found) => [found[1] ?? '', found[0]] as const)
  const locals = [...source.matchAll(LOCAL)]
    .filter((found) => outlivesItsCall(source, found))
    .map((found) => [found[2] ?? '', found[0]] as const)
  const written = [...modules, ...locals].filter(([variable]) =>
    new RegExp(`\\b${variable}\\.(?:set|add)\\(`).test(source),
  )
  const byTenant = [...source.matchAll(BY_TENANT)].map(
    ([declaration, variable = '']) => [variable, declaration] as const,
  )
  return [...fields, ...byTenant, ...written].map(([variable, declaration]) => {
    const isOurs = byTenant.some(([name]) => name === variable)
    const { keys, source: collapsed } = withOneKey(source, { variable, isSet: isSet(declaration), isOurs })
    return {
      ...{ name: `${file} ${variable}`, file, variable, declaration: declaration.trim() },
      keys,
      source: collapsed,
    }
  })
}

/** A single thing that a module, or a function for one that outlives it, remembers: it has no key at all. */
export function valuesIn(file: string, source: string): string[] {
  const lets = [...source.matchAll(/^(?:export )?let (\w+)/gm)]
  const once = [...source.matchAll(/(?<![\w.#])(\w+) \?\?=/g)].filter((found) => isOfAnOuterFunction(source, found))
  return [...new Set([...lets, ...once].map(([, variable]) => `${file} ${variable}`))]
}

/** Whether a function stands between the place and the `let` of its variable. */
function isOfAnOuterFunction(source: string, { 0: found, 1: variable, index }: RegExpExecArray): boolean {
  const before = source.slice(0, index).split('\n')
  const declared = before.findLastIndex((line) => new RegExp(`^\\s*let ${variable}\\b`).test(line))
  const line = before.at(-1) ?? ''
  return headersOf(before.slice(declared + 1, -1), line + found, line.length).some((header) => IS_FUNCTION.test(header))
}

/** What a call does with each element at once: nothing of it is left when the call is over. */
const AT_ONCE = /\.(?:map|flatMap|filter|forEach|some|every|find|findIndex|reduce|sort|toSorted)\(/
const IS_FUNCTION = /=>|^\s*(?![\s}]|(?:if|for|while|switch)\b)[^=]*\) \{$/

/** Whether a function inside the one that declares it reads it: indentation tells, for the formatter's is always right. */
function outlivesItsCall(
  source: string,
  { 0: declaration, 1: indent = '', 2: variable, index }: RegExpExecArray,
): boolean {
  const after = source.slice(index + declaration.length + 1).split('\n')
  const end = after.findIndex((line) => line.trim() !== '' && indentOf(line) < indent.length)
  const body = end < 0 ? after : after.slice(0, end)
  const read = new RegExp(`\\b${variable}\\??\\.(?:get|has|peek)\\(`)
  return body.some((line, at) => {
    const place = line.search(read)
    return place >= 0 && headersOf(body.slice(0, at), line, place).some((header) => IS_FUNCTION.test(header))
  })
}

/** The beginnings of the blocks that a place of a line stands in, without those that run at once. */
function headersOf(above: readonly string[], line: string, place: number): string[] {
  const headers = [line.slice(0, place)]
  let depth = indentOf(line)
  for (const before of above.toReversed()) {
    if (before.trim() === '' || indentOf(before) >= depth) continue
    depth = indentOf(before)
    headers.push(before)
  }
  return headers.filter((header) => !AT_ONCE.test(header))
}

const indentOf = (line: string): number => line.search(/\S/)

const isSet = (declaration: string): boolean =>
  /= new (?:Weak)?Set\b/.test(declaration) || /^[^=<]*: (?:Readonly|Weak)?Set</.test(declaration)

interface Variable {
  readonly variable: string
  readonly isSet: boolean
  /** A class of our own, whose methods may be called anything. */
  readonly isOurs: boolean
}

/** One key for everybody; a set that holds anything holds everything. */
function withOneKey(source: string, { variable, isSet, isOurs }: Variable): { keys: string[]; source: string } {
  const keys: string[] = []
  const methods = isOurs ? '\\w+' : 'get|set|has|delete|peek'
  const use = new RegExp(`((?<![\\w.])(?:this\\.)?${variable}\\??)\\.(${methods})\\(`, 'g')
  let mutated = ''
  let from = 0
  for (const found of source.matchAll(use)) {
    const { 0: call, 1: of, 2: method, index } = found
    const open = index + call.length
    const close = endOfArgument(source, open)
    const key = source.slice(open, close)
    if ((isSet && method !== 'has') || (isOurs && !/^[\w.]*tenant$/.test(key))) continue
    keys.push(key)
    mutated += source.slice(from, index) + (isSet ? `(${of}.size > 0` : `${call}globalThis`)
    from = close
  }
  return { keys, source: mutated + source.slice(from) }
}

/** Where the argument that begins at `from` ends: at its comma or at the closing bracket. */
export function endOfArgument(source: string, from: number): number {
  let depth = 0
  for (let at = from; at < source.length; at++) {
    const character = source[at] ?? ''
    if ('([{'.includes(character)) depth++
    else if (depth === 0 && ',)'.includes(character)) return at
    else if (')]}'.includes(character)) depth--
  }
  return source.length
}
