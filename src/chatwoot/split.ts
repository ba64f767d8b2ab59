/**
 * `text` in parts of at most `limit` UTF-16 units (16 at least), cut at the end of a paragraph, else of a line, else of
 * a sentence, else between words; never inside a link, a code span, a bold phrase or a grapheme, unless that alone is
 * longer than `limit`. Only white space at the cuts is dropped.
 */
export function splitText(text: string, limit: number): readonly string[] {
  if (limit < 16) throw new RangeError(`a part of ${limit} characters is no message`)
  const parts: string[] = []
  let rest = text.trim()
  while (rest.length > limit) {
    const at = cutOf(rest, limit)
    parts.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  if (rest) parts.push(rest)
  return parts
}

/** Where the first part of a longer text ends: after at least one character, `limit` at most. */
function cutOf(text: string, limit: number): number {
  const whole = atomsOf(text, limit)
  const isFree = (at: number) => at > 0 && at <= limit && !whole.some(([from, to]) => from < at && at < to)
  const head = text.slice(0, limit + 1)
  const paragraphs = startsOf(head, /\n{2,}/g).filter(isFree)
  const lines = startsOf(head, /\n+/g).filter(isFree)
  const sentences = sentenceEndsOf(head).filter(isFree)
  // A part less than half full reads worse than a paragraph cut at a sentence's end.
  const full = (ends: readonly number[], share: number) => ends.findLast((at) => at >= limit * share)
  const words = startsOf(head, /\s+/g)
  return (
    full(paragraphs, 0.5) ??
    full(lines, 0.5) ??
    full(sentences, 0.3) ??
    (Math.max(0, ...paragraphs, ...lines, ...sentences) ||
      (words.findLast(isFree) ?? startBefore(whole, limit) ?? words.at(-1) ?? graphemeCut(text, limit)))
  )
}

/** What stays in one piece: markdown links, addresses, code, bold on one line. */
const ATOMS =
  /!?\[[^\]\n]{0,500}\]\([^\s)]*\)|`[^`\n]+`|\b(?:https?:\/\/|www\.)[^\s<>]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\*\*[^*\n]+\*\*/g

function atomsOf(text: string, limit: number): readonly (readonly [from: number, to: number])[] {
  return [...text.slice(0, limit * 2).matchAll(ATOMS)]
    .map(({ index, 0: { length } }) => [index, index + length] as const)
    .filter(([from, to]) => to - from <= limit && from < limit)
}

const startBefore = (atoms: readonly (readonly [from: number, to: number])[], limit: number): number | undefined =>
  atoms.findLast(([from, to]) => from > 0 && to > limit)?.[0]

const startsOf = (text: string, pattern: RegExp): number[] =>
  [...text.matchAll(pattern)].map(({ index }) => index).filter((at) => at > 0)

/** After the mark and the quotes or stars that close with it; "Sr. João", "1. Batom" and "R$ 1.500" end nothing. */
function sentenceEndsOf(text: string): number[] {
  return [...text.matchAll(/(?<![.!?…。！？])[.!?…。！？]+["')\]*_~”’»]*(?=\s)/g)]
    .filter(
      ({ index, 0: mark }) => !mark.startsWith('.') || !ABBREVIATED.test(text.slice(Math.max(0, index - 8), index)),
    )
    .map(({ index, 0: { length } }) => index + length)
}

const ABBREVIATED =
  /(?:^|[\s(])(?:\d{1,3}|[A-Za-z]|srt?a?s?|sres|dra?s?|av|al|tel|cel|ex|obs|p[áa]g|n[º°o]|prof|ltda|cia|mrs?|ms|st|vs|uds?|dpto|apto?|min|m[áa]x|aprox)\\?$/i

const GRAPHEMES = new Intl.Segmenter('pt', { granularity: 'grapheme' })

function graphemeCut(text: string, limit: number): number {
  const start = GRAPHEMES.segment(text.slice(0, limit + 64)).containing(limit)?.index ?? limit
  if (start > 0) return start
  const isPair = (text.codePointAt(limit - 1) ?? 0) > 0xffff
  return isPair ? limit - 1 : limit
}
