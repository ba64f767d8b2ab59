import { isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml'
import type { ConfigProblem } from '../../domain/tenant-config.ts'
import { fileProblem, placed } from './notes.ts'
import type { Place, Sourced, SourcedMap } from './sourced.ts'

const MAX_VALUES = 20_000 // a large shop has about 300
/** What the library's time goes by, up to 17 µs each: without a limit one shop's file could hold up all the others for seconds. */
const MARKS = /[\n\r,:[\]{}&*"'?!|>%@`#~\t\0]|- /g
const MAX_DEPTH = 60
const MAX_FAULTS = 20 // what follows the first ones is mostly their echo

export type ParsedTree = { readonly kind: 'tree'; readonly tree: SourcedMap } | Unparsed
export interface Unparsed {
  readonly kind: 'unparsed'
  readonly problems: readonly ConfigProblem[]
}

/**
 * YAML 1.2 (so also JSON) to a tree whose values know their places. The top must be a mapping; nothing at all is an
 * empty one. Problems never quote the text, so that it is safe for files with secrets. Never throws.
 * @param options.maxValues how many there may be, after anchors are expanded, and how many marks between them
 */
export function parseTree(file: string, text: string, { maxValues = MAX_VALUES } = {}): ParsedTree {
  const lines = new LineCounter()
  if (marksIn(text, maxValues) > maxValues)
    return unparsed(fileProblem(file, `over ${maxValues} line ends, commas, quotes, brackets and the like`))
  try {
    // Unique keys are checked below: the library compares every key with every other.
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'error',
    })
    const faults = document.errors
      .slice(0, MAX_FAULTS)
      .map(({ pos, code, message }) => placed({ file, ...lineAt(lines, pos[0]), path: '' }, syntax(code, message)))
    if (faults.length > 0) return { kind: 'unparsed', problems: faults }
    return new TreeBuilder({ file, lines, maxValues }).build(document.contents)
  } catch (error) {
    // The parser is not ours, and the text is anybody's: one tenant's file must not stop the others.
    return unparsed(fileProblem(file, error instanceof RangeError ? 'nested too deeply' : 'not YAML that can be read'))
  }
}

/** Of brackets the library says the same as of indentation. */
const syntax = (code: string, message: string): string =>
  code === 'BAD_INDENT' && message.startsWith('Flow ')
    ? 'a bracket that is not closed, or lines inside it that are not indented'
    : (SYNTAX[code] ?? `not YAML (${code})`)

/** The library's codes in words. Its own sentences may quote the file. */
const SYNTAX: Record<string, string> = {
  TAB_AS_INDENT: 'a tab where YAML wants spaces: replace it by spaces',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_ALIAS: 'an alias (*name) that does not fit here',
  MISSING_CHAR: 'something is missing here: a closing quote, bracket, or the ":" after a key',
  MULTIPLE_DOCS: 'a second document ("---"): one file holds one document',
  BAD_SCALAR_START: 'a value cannot start with this character: put it in quotes',
  BLOCK_IN_FLOW: 'a block inside brackets: close the bracket first',
  MULTILINE_IMPLICIT_KEY: 'a key over several lines: is a ":" or a quote missing above?',
  BLOCK_AS_IMPLICIT_KEY: 'two keys on one line, or a ":" inside a text: put the text in quotes',
  RESOURCE_EXHAUSTION: 'nested too deeply',
  UNEXPECTED_TOKEN: 'something that does not belong here',
}

function marksIn(text: string, atMost: number): number {
  let count = 0
  for (const _ of text.matchAll(MARKS)) if (++count > atMost) break
  return count
}

const unparsed = (problem: ConfigProblem): Unparsed => ({ kind: 'unparsed', problems: [problem] })

function lineAt(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

/** Stops the walk; caught in `build`. */
class Stop extends Error {
  readonly problem: ConfigProblem
  constructor(problem: ConfigProblem) {
    super(problem.message)
    this.problem = problem
  }
}

/** One walk in the order of the file, so an anchor is always built before its aliases; `null`: still being built. */
class TreeBuilder {
  readonly #file: string
  readonly #lines: LineCounter
  readonly #maxValues: number
  readonly #anchors = new Map<string, Sourced | null>()
  readonly #sizes = new Map<Sourced, number>()

  constructor({ file, lines, maxValues }: { file: string; lines: LineCounter; maxValues: number }) {
    this.#file = file
    this.#lines = lines
    this.#maxValues = maxValues
  }

  build(contents: unknown): ParsedTree {
    const top: Place = { file: this.#file, line: 1, column: 1, path: '' }
    try {
      const tree = contents === null ? null : this.#node(contents, top, 0)
      if (tree === null || (tree.kind === 'scalar' && tree.value === null))
        return { kind: 'tree', tree: { kind: 'map', entries: new Map(), at: top } }
      if (tree.kind === 'map') return { kind: 'tree', tree }
      return unparsed(placed(tree.at, 'expected a mapping ("key: value" lines) at the top'))
    } catch (error) {
      if (error instanceof Stop) return unparsed(error.problem)
      throw error
    }
  }

  #node(node: unknown, at: Place, depth: number): Sourced {
    if (depth > MAX_DEPTH) throw new Stop(placed(at, `nested over ${MAX_DEPTH} levels deep`))
    if (isAlias(node)) return this.#alias(node.source, at)
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined
    if (anchor) this.#anchors.set(anchor, null)
    const built = this.#value(node, at, depth)
    if (anchor) this.#anchors.set(anchor, built)
    return this.#sized(built)
  }

  #value(node: unknown, at: Place, depth: number): Sourced {
    if (isMap(node)) return this.#map(node, at, depth)
    if (isSeq(node)) {
      const items = node.items.map((item, i) =>
        this.#node(item, this.#place(item, { ...at, path: `${at.path}[${i}]` }), depth + 1),
      )
      return { kind: 'list', items, at }
    }
    const value = isScalar(node) ? node.value : null
    const text = isScalar(node) ? (node.source ?? '') : ''
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value))
      return { kind: 'scalar', value: value as string | number | boolean | null, text, at }
    throw new Stop(placed(at, 'a tagged value (!!…): write it as plain text'))
  }

  #map(map: YAMLMap, at: Place, depth: number): SourcedMap {
    const entries = new Map<string, Sourced>()
    const inherited: Sourced[] = []
    for (const pair of map.items as Pair[]) {
      const { key, place } = this.#key(pair, at)
      if (key === '<<') {
        inherited.push(this.#node(pair.value, this.#valuePlace(pair.value, place), depth + 1))
        continue
      }
      const twin = entries.get(key)
      if (twin) throw new Stop(placed(place, `the same key twice (first at line ${twin.at.line}): keep one`))
      entries.set(key, this.#node(pair.value, this.#valuePlace(pair.value, place), depth + 1))
    }
    for (const [key, value] of inherited.flatMap(mergeable)) if (!entries.has(key)) entries.set(key, value)
    return { kind: 'map', entries, at }
  }

  #key({ key }: Pair, at: Place): { key: string; place: Place } {
    const own = this.#place(key, at)
    if (!isScalar(key) || typeof key.value === 'object') throw new Stop(placed(own, 'a key must be a plain text'))
    const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
    const path = at.path ? `${at.path}.${name}` : name
    return { key: name, place: { ...own, path } }
  }

  #alias(name: string, at: Place): Sourced {
    const target = this.#anchors.get(name)
    if (target) return target
    throw new Stop(
      placed(at, target === null ? 'an anchor that contains itself' : 'an alias (*name) without its anchor'),
    )
  }

  #sized(node: Sourced): Sourced {
    const parts = node.kind === 'scalar' ? [] : node.kind === 'list' ? node.items : [...node.entries.values()]
    const size = parts.reduce((sum, part) => sum + (this.#sizes.get(part) ?? 1), 1)
    if (size > this.#maxValues)
      throw new Stop(placed(node.at, `over ${this.#maxValues} values (with anchors expanded)`))
    this.#sizes.set(node, size)
    return node
  }

  /** A mapping or list is looked for at its key, a scalar where it stands. */
  #valuePlace(value: unknown, key: Place): Place {
    return isMap(value) || isSeq(value) ? key : this.#place(value, key)
  }

  #place(node: unknown, above: Place): Place {
    const range = (node as { range?: readonly number[] | null } | null)?.range
    return range?.[0] === undefined ? above : { ...above, ...lineAt(this.#lines, range[0]) }
  }
}

const mergeable = (node: Sourced): readonly (readonly [string, Sourced])[] =>
  node.kind === 'map' ? [...node.entries] : node.kind === 'list' ? node.items.flatMap(mergeable) : []
