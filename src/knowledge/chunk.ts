/** The longest passage, in characters: what a model can be shown five of, and a customer can still read. */
export const PASSAGE_CHARACTERS = 900

/**
 * `text` in pieces of at most `limit` characters that end where a paragraph does, else a line, else a sentence, else a word.
 * Nothing is lost but the white space between pieces.
 */
export function chunk(text: string, limit: number = PASSAGE_CHARACTERS): string[] {
  const rest = text.trim()
  if (rest.length === 0) return []
  if (rest.length <= limit) return [rest]
  const end = breakBefore(rest, limit)
  return [rest.slice(0, end).trimEnd(), ...chunk(rest.slice(end), limit)]
}

/** Better ends first; an end in the first third would leave a scrap, so the next kind is tried. */
const ENDS = [/\n\s*\n/g, /\n/g, /[.!?…](?=\s)/g, /\s/g]

function breakBefore(text: string, limit: number): number {
  const window = text.slice(0, limit + 1)
  for (const kind of ENDS) {
    const ends = [...window.matchAll(kind)].map((found) => found.index + (/\s/.test(found[0]) ? 0 : found[0].length))
    const last = ends.filter((end) => end > limit / 3 && end <= limit).at(-1)
    if (last !== undefined) return last
  }
  const isPair = /[\ud800-\udbff]/.test(text.charAt(limit - 1))
  return isPair && limit > 1 ? limit - 1 : limit
}
