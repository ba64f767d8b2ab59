/** The first `most` UTF-16 units of `text`, cut at a code point: one less where a pair would be cut in two. */
export function beginningOf(text: string, most: number): string {
  if (text.length <= most) return text
  const isPair = (text.codePointAt(most - 1) ?? 0) > 0xffff
  return text.slice(0, isPair ? most - 1 : most)
}
