/**
 * A pure function of a text that remembers its latest answers, `most` to twice as many, so that what is asked about one
 * message several times is worked out once. In memory only, and soon forgotten.
 */
export function remembering<T extends object | string | number>(
  of: (text: string) => T,
  most: number,
): (text: string) => T {
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  return (text) => {
    const known = young.get(text)
    if (known !== undefined) return known
    const answer = old.get(text) ?? of(text)
    young.set(text, answer)
    if (young.size >= most) {
      old = young
      young = new Map()
    }
    return answer
  }
}
