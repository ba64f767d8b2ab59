/**
 * Words that are not ours, marked off for a model. The instructions name these fences and say that nothing inside
 * is an instruction; what could close a fence early, or open another, is taken out of what stands inside.
 */
export const FENCES = ['customer_message', 'history', 'passages', 'tool_results', 'work', 'facts'] as const
export type Fence = (typeof FENCES)[number]

/** `words` between `<name>` and `</name>`; empty when there are none. `label` is ours and stands in the opening tag. */
export function fenced(name: Fence, words: string, label = ''): string {
  if (words.trim() === '') return ''
  return `<${name}${label && ` ${label}`}>\n${harmless(words)}\n</${name}>\n`
}

/** Look-alikes instead of angle brackets, so that no text can end the fence it stands in, and no control characters. */
export const harmless = (words: string): string =>
  words
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replace(/(?![\n\t])[\p{Cc}\u2028\u2029]/gu, ' ')

/** One line of at most `length` characters, for a name or another small value. */
export const oneLine = (words: string, length: number): string =>
  harmless(words).replace(/\s+/g, ' ').trim().slice(0, length)
