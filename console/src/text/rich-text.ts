import type { Dialect } from './dialect.ts'
import { type Inline, inlineSource, inlineText, parseInline } from './inline.ts'

/** A line of a message, or a fenced block. Lossless: `sourceOf` gives back exactly what was parsed. */
export type Block =
  | { readonly kind: 'line'; readonly children: readonly Inline[] }
  | { readonly kind: 'fence'; readonly text: string; readonly source: string }
  | {
      readonly kind: 'bullet' | 'number' | 'quote' | 'heading'
      /** As written: `- `, `1. `, `> `, `## `. */
      readonly marker: string
      readonly children: readonly Inline[]
    }

const FENCE = /```([^`]+)```/
const MARKERS = [
  ['bullet', /^ {0,3}[-*•] (?=\S)/],
  ['number', /^ {0,3}\d{1,3}[.)] (?=\S)/],
  ['quote', /^> ?(?=\S)/],
  ['heading', /^#{1,4} (?=\S)/],
] as const

/** A message as its channel's app formats it; only data, no markup. */
export function parseRich(text: string, dialect: Dialect): Block[] {
  const fence = dialect.hasBlocks ? FENCE.exec(text) : null
  // Only fences on their own lines are blocks, so that joining blocks by newlines gives back the source.
  if (!fence || !standsAlone(text, fence.index, fence[0].length)) return lines(text, dialect)
  const before = text.slice(0, Math.max(0, fence.index - 1))
  const end = fence.index + fence[0].length
  const block: Block = { kind: 'fence', text: (fence[1] ?? '').replace(/^\n|\n$/g, ''), source: fence[0] }
  return [
    ...(fence.index > 0 ? lines(before, dialect) : []),
    block,
    ...(end < text.length ? parseRich(text.slice(end + 1), dialect) : []),
  ]
}

export const sourceOf = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => {
      if (block.kind === 'fence') return block.source
      return (block.kind === 'line' ? '' : block.marker) + inlineSource(block.children)
    })
    .join('\n')

/** What the reader sees, without marks. */
export const visibleText = (blocks: readonly Block[]): string =>
  blocks.map((block) => (block.kind === 'fence' ? block.text : inlineText(block.children))).join('\n')

/** The text to be quoted: marks gone, list items still told as such. */
export const plainText = (text: string, dialect: Dialect): string =>
  parseRich(text, dialect)
    .map((block) => {
      if (block.kind === 'fence') return block.text
      const marker = block.kind === 'bullet' ? '• ' : block.kind === 'number' ? block.marker : ''
      return marker + inlineText(block.children)
    })
    .join('\n')

/** One to three emoji and nothing else: shown large. */
export const isEmojiOnly = (text: string): boolean => /^\s*(?:\p{RGI_Emoji}\s*){1,3}$/v.test(text)

function standsAlone(text: string, index: number, length: number): boolean {
  const end = index + length
  return (index === 0 || text[index - 1] === '\n') && (end === text.length || text[end] === '\n')
}

function lines(text: string, dialect: Dialect): Block[] {
  return text.split('\n').map((line) => lineBlock(line, dialect))
}

function lineBlock(line: string, dialect: Dialect): Block {
  for (const [kind, pattern] of dialect.hasBlocks ? MARKERS : []) {
    const marker = kind === 'heading' && !dialect.hasHeadings ? undefined : pattern.exec(line)?.[0]
    if (marker !== undefined) return { kind, marker, children: parseInline(line.slice(marker.length), dialect) }
  }
  return { kind: 'line', children: parseInline(line, dialect) }
}
