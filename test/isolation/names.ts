import { endOfArgument } from './kept.ts'

/** A text made in the source that has somebody's name in it: a key, a path, an address, a sentence. */
export interface Name {
  /** ``tenants/credentials.ts `domains/${tenant}/credentials.yaml` `` */
  readonly name: string
  readonly file: string
  readonly text: string
  /** The file with one of the names taken out, for each of them. */
  readonly mutants: readonly { readonly without: string; readonly source: string }[]
}

/** What says whose something is: a tenant, its two halves, or Chatwoot's account and connection. */
const WHOSE = /[tT]enant\b|\basked\b|domainOf|accountOf|\b(?:account|account_id|domain|connection)\b|laneOf/
const PLACEHOLDER = /\$\{((?:[^{}]|\{[^{}]*\})*)\}/g
const TEXTS = [
  // Templates, also over several lines.
  { pattern: /`(?:[^`\\]|\\.)*`/g, parts: placeholders },
  // `join(dir, domainOf(tenant), accountOf(tenant))`
  { pattern: /\b(?:join|resolve)\(/g, parts: argumentsAfterFirst },
  // `[kind, tenant, …].join(':')`
  { pattern: /\[[^[\]\n]*\](?=\.join\()/g, parts: elements },
  // `cache.publish(TOPIC, tenant)`
  { pattern: /\.publish\(/g, parts: argumentsAfterFirst },
] as const

/** Who reads it is a person: an error, a line of the log, a question of the command line. */
const IS_SENTENCE = /Failure\(|Error\(|\blog\.|\bsays?:|\bmessage:|problem\b|\bwhy:/

/** Every text of `source` with somebody's name in it, but sentences. */
export function namesIn(file: string, source: string): Name[] {
  return TEXTS.flatMap(({ pattern, parts }) =>
    [...source.matchAll(pattern)].flatMap(({ 0: found, index }) => {
      const text = found.endsWith('(') ? `${found}${restOfCall(source, index + found.length)}` : found
      const whose = parts(text).filter(({ what }) => WHOSE.test(what))
      if (whose.length === 0 || IS_SENTENCE.test(lineAt(source, index))) return []
      const mutants = whose.map(({ what, from, to, left }) => ({
        without: what.trim(),
        source: source.slice(0, index + from) + left + source.slice(index + to),
      }))
      return [{ name: `${file} ${text.replace(/\s+/g, ' ').slice(0, 90)}`, file, text, mutants }]
    }),
  )
}

interface Part {
  readonly what: string
  /** Of the text. */
  readonly from: number
  readonly to: number
  /** What stands there instead. */
  readonly left: string
}

/** In a statement, the condition goes with its value. */
function placeholders(text: string): Part[] {
  const isStatement = /\bselect\b|\bwhere\b/.test(text)
  const pattern = isStatement ? new RegExp(`\\w+ = ${PLACEHOLDER.source}`, 'g') : PLACEHOLDER
  return [...text.matchAll(pattern)].map(({ 0: found, 1: what = '', index }) => ({
    ...{ what, from: index, to: index + found.length, left: isStatement ? 'true' : '' },
  }))
}

/** A name that comes first is no part of a longer one. */
function argumentsAfterFirst(call: string): Part[] {
  const parts: Part[] = []
  let from = endOfArgument(call, call.indexOf('(') + 1)
  while (call[from] === ',') {
    const to = endOfArgument(call, from + 1)
    parts.push({ what: call.slice(from + 1, to), from, to, left: call.startsWith('.publish') ? ", ''" : '' })
    from = to
  }
  return parts.filter(({ what }) => !what.includes('`'))
}

function elements(list: string): Part[] {
  return [...list.matchAll(/, ([^,\]]+)/g)].map(({ 0: found, 1: what = '', index }) => ({
    ...{ what, from: index, to: index + found.length, left: '' },
  }))
}

function restOfCall(source: string, from: number): string {
  let to = endOfArgument(source, from)
  while (source[to] === ',') to = endOfArgument(source, to + 1)
  return source.slice(from, to + 1)
}

const lineAt = (source: string, index: number): string =>
  source.slice(source.lastIndexOf('\n', index) + 1, source.indexOf('\n', index))
