/** A slip of the thumb costs this much of a term's weight. */
const WEIGHT = 0.8

/** The terms of `vocabulary` that `term` may be a misspelling of: one slip from five letters on, two from eight. */
export function nearest(term: string, vocabulary: readonly string[]): [term: string, weight: number][] {
  if (term.length < 4 || /[^\p{L}]/u.test(term)) return []
  const slips = term.length < 8 ? 1 : 2
  const near = vocabulary.filter((other) => Math.abs(other.length - term.length) <= slips && other.length >= 4)
  const found = near.map((other) => ({ other, slips: distance(term, other) })).filter((hit) => hit.slips <= slips)
  const least = Math.min(...found.map((hit) => hit.slips))
  return found.filter((hit) => hit.slips === least).map((hit) => [hit.other, WEIGHT])
}

/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
export function distance(from: string, to: string): number {
  let before: number[] = []
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1
      const costs = [at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + same]
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (swapped) costs.push(at(before, column - 2) + 1)
      current.push(Math.min(...costs))
    }
    before = previous
    previous = current
  }
  return at(previous, to.length)
}

const at = (row: readonly number[], column: number): number => row[column] ?? 0
