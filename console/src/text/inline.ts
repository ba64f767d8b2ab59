import type { Dialect, MarkKind } from './dialect.ts'

/** A piece of a line. Lossless: `inlineSource` gives back exactly what was parsed. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly source?: string }
  | { readonly kind: 'code'; readonly mark: string; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string; readonly source: string }
  | { readonly kind: Exclude<MarkKind, 'code'>; readonly mark: string; readonly children: readonly Inline[] }

/** Longer lines are shown as they are: nobody formats them, and looking for pairs is quadratic. */
const LONGEST_LINE = 4_000
const LINK = /(?:https?:\/\/|www\.)[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}*_~]/iy
const LABELLED = /\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/iy
const WORD = /[\p{L}\p{N}]/u

export function parseInline(line: string, dialect: Dialect, open: readonly string[] = []): Inline[] {
  if (line.length > LONGEST_LINE) return [{ kind: 'text', text: line }]
  const out: Inline[] = []
  let from = 0
  let at = 0
  while (at < line.length) {
    const found = nodeAt({ line, at, dialect, open })
    if (!found) {
      at += 1
      continue
    }
    if (at > from) out.push({ kind: 'text', text: line.slice(from, at) })
    out.push(found.node)
    at = found.end
    from = at
  }
  if (from < line.length) out.push({ kind: 'text', text: line.slice(from) })
  return out
}

export const inlineSource = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => {
      if (node.kind === 'text') return node.source ?? node.text
      if (node.kind === 'link') return node.source
      if (node.kind === 'code') return node.mark + node.text + node.mark
      return node.mark + inlineSource(node.children) + node.mark
    })
    .join('')

/** What the reader sees, without marks. */
export const inlineText = (nodes: readonly Inline[]): string =>
  nodes.map((node) => ('children' in node ? inlineText(node.children) : node.text)).join('')

interface Place {
  readonly line: string
  readonly at: number
  readonly dialect: Dialect
  readonly open: readonly string[]
}

function nodeAt(place: Place): { node: Inline; end: number } | null {
  return escapeAt(place) ?? linkAt(place) ?? markAt(place)
}

function escapeAt({ line, at, dialect }: Place): { node: Inline; end: number } | null {
  if (!dialect.hasLabelledLinks || line[at] !== '\\' || !/[*_~`[\]\\#>-]/.test(line[at + 1] ?? '')) return null
  return { node: { kind: 'text', text: line.slice(at + 1, at + 2), source: line.slice(at, at + 2) }, end: at + 2 }
}

function linkAt({ line, at, dialect }: Place): { node: Inline; end: number } | null {
  const labelled = dialect.hasLabelledLinks ? stick(LABELLED, line, at) : null
  if (labelled) {
    const [source, text = '', href = ''] = labelled
    return { node: { kind: 'link', text, href, source }, end: at + source.length }
  }
  const source = WORD.test(line[at - 1] ?? '') ? undefined : stick(LINK, line, at)?.[0]
  if (source === undefined) return null
  const href = /^www\./i.test(source) ? `https://${source}` : source
  return { node: { kind: 'link', text: source, href, source }, end: at + source.length }
}

function stick(pattern: RegExp, line: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(line)
}

function markAt(place: Place): { node: Inline; end: number } | null {
  const { line, at, dialect, open } = place
  for (const [mark, kind] of dialect.marks) {
    if (!line.startsWith(mark, at)) continue
    const end = open.includes(mark) ? -1 : closeOf(place, mark)
    if (end < 0) continue
    const inner = line.slice(at + mark.length, end)
    const node: Inline =
      kind === 'code'
        ? { kind, mark, text: inner }
        : { kind, mark, children: parseInline(inner, dialect, [...open, mark]) }
    return { node, end: end + mark.length }
  }
  return null
}

/** Index of the mark that closes the one at `at`, or −1: marks hug their text and stand at the edge of words. */
function closeOf({ line, at }: Place, mark: string): number {
  const char = mark.slice(0, 1)
  const first = line[at + mark.length]
  if (first === undefined || first === ' ' || first === char || WORD.test(line[at - 1] ?? '')) return -1
  for (let end = line.indexOf(mark, at + mark.length + 1); end >= 0; end = line.indexOf(mark, end + 1)) {
    const after = line[end + mark.length] ?? ''
    if (line[end - 1] !== ' ' && after !== char && !WORD.test(after)) return end
  }
  return -1
}
