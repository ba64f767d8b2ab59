import { isDeepStrictEqual } from 'node:util'
import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml'
import type { Change } from './rewrite-file.ts'

/**
 * The text of a `credentials.yaml` with `value` under `credentials.<ref>`, every other byte as it was: comments, order,
 * numbers such as 0042. A file in a shape that cannot be edited so is left alone, with a problem.
 */
export function withCredential(text: string | null, { ref, value, isNew = false }: CredentialEdit): Change {
  const before = text ?? ''
  const file = read(before)
  if (!file) return problem('it is not YAML that can be read: mend it first')
  if (isNew && file.credentials[ref]) return { kind: 'text', text: before }
  const after = edited(before, file, { ref, value })
  const now = after === null ? null : read(after)
  // However odd the file: either exactly this changed, or nothing does.
  const isRight =
    now && isDeepStrictEqual(now.plain, { ...file.plain, credentials: { ...file.credentials, [ref]: value } })
  return after !== null && isRight
    ? { kind: 'text', text: after }
    : problem('it cannot be edited safely: write the value by hand')
}

/** As `withCredential`, one after the other. */
export function withCredentials(text: string, edits: readonly CredentialEdit[]): Change {
  let changed: Change = { kind: 'text', text }
  for (const edit of edits) if (changed.kind === 'text') changed = withCredential(changed.text, edit)
  // Also when nothing is to be changed: a broken file is told of.
  return edits.length === 0 && !read(text) ? problem('it is not YAML that can be read: mend it first') : changed
}

export interface CredentialEdit {
  readonly ref: string
  readonly value: string
  /** A value that is there stays. */
  readonly isNew?: boolean
}

/** What is under `credentials`, as written. Null: the file cannot be read. */
export function credentialsIn(text: string): Readonly<Record<string, unknown>> | null {
  return read(text)?.credentials ?? null
}

interface File {
  readonly top: YAMLMap | null
  readonly plain: Readonly<Record<string, unknown>>
  readonly credentials: Readonly<Record<string, unknown>>
}

/** Every scalar as the text it is: 0042 stays 0042. */
function read(text: string): File | null {
  try {
    const document = parseDocument(text, { schema: 'failsafe', prettyErrors: false, logLevel: 'error' })
    if (document.errors.length > 0) return null
    const top = isMap(document.contents) ? document.contents : null
    if (!top && document.contents !== null) return null
    const plain = (document.toJS({ maxAliasCount: 100 }) ?? {}) as Record<string, unknown>
    const { credentials } = plain
    return { top, plain, credentials: isObject(credentials) ? credentials : {} }
  } catch {
    return null // too many aliases
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function edited(text: string, { top }: File, { ref, value }: { ref: string; value: string }): string | null {
  const line = `${JSON.stringify(ref)}: ${JSON.stringify(value)}`
  const block = top && pairOf(top, 'credentials')
  if (!block) return top?.flow ? null : `${ended(text)}credentials:\n  ${line}\n`
  if (!isMap(block.value)) return isNothing(block.value) ? valued(text, block, `\n  ${line}`) : null
  const own = pairOf(block.value, ref)
  if (own) return replaced(text, own, JSON.stringify(value))
  const last = block.value.items.at(-1)
  const end = endOf(last?.value ?? last?.key)
  if (end === null) return block.value.flow ? text.replace(/(credentials\s*:\s*)\{\s*\}/, `$1{ ${line} }`) : null
  return block.value.flow
    ? spliced(text, end, end, `, ${line}`)
    : inserted(text, { after: end, like: startOf(last?.key), line })
}

const pairOf = (map: YAMLMap, key: string): Pair | undefined =>
  (map.items as Pair[]).find((pair) => isScalar(pair.key) && pair.key.value === key)

/** A block scalar ends with its line break, which must stay. */
function replaced(text: string, pair: Pair, quoted: string): string | null {
  const [start, end] = [startOf(pair.value), endOf(pair.value)]
  if (start === null || end === null || start === end) return valued(text, pair, ` ${quoted}`)
  return spliced(text, start, end, text[end - 1] === '\n' ? `${quoted}\n` : quoted)
}

/** `put` where the colon has nothing after it, or only `false`. */
function valued(text: string, { key, value }: Pair, put: string): string | null {
  const colon = text.indexOf(':', endOf(key) ?? text.length)
  return colon < 0 ? null : spliced(text, colon + 1, Math.max(colon + 1, endOf(value) ?? 0), put)
}

/** A line of its own, as deep as the one before it. */
function inserted(text: string, at: { after: number; like: number | null; line: string }): string | null {
  if (at.like === null) return null
  const indent = at.like - (text.lastIndexOf('\n', at.like - 1) + 1)
  const isAtStart = text[at.after - 1] === '\n'
  const lineEnd = isAtStart ? at.after : text.indexOf('\n', at.after) + 1 || text.length
  return `${ended(text.slice(0, lineEnd))}${' '.repeat(indent)}${at.line}\n${text.slice(lineEnd)}`
}

const spliced = (text: string, from: number, to: number, put: string): string =>
  text.slice(0, from) + put + text.slice(to)

const rangeOf = (node: unknown): readonly number[] | null =>
  (node as { range?: readonly number[] | null } | null | undefined)?.range ?? null
const startOf = (node: unknown): number | null => rangeOf(node)?.[0] ?? null
const endOf = (node: unknown): number | null => rangeOf(node)?.[1] ?? null
const isNothing = (node: unknown): boolean =>
  node === null || (isScalar(node) && ['', 'false', 'null', '~'].includes(String(node.value)))
const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)
const problem = (text: string): Change => ({ kind: 'problem', problem: text })
