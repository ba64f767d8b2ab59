/** Lower case, no accents. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

const MEASURE = /(\d+)(?:[.,](\d+))?\s*(kg|g|mg|ml|l|lt|cm|mm|m|pol)(?![\p{L}\d])/gu

/** The words of a text, folded; a measure is one word however it is written: "2,30 m" → "2.30m". */
export function wordsIn(text: string): string[] {
  const joined = fold(text).replace(MEASURE, (_, whole: string, part: string | undefined, unit: string) =>
    part === undefined ? ` ${whole}${unit} ` : ` ${whole}.${part}${unit} `,
  )
  return joined.match(/\d+\.\d+\p{L}+|[\p{L}\p{N}]+/gu) ?? []
}

/** Portuguese (and most Spanish) number: what a folded ending becomes in the other number. */
const NUMBERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(oes|aes)$/, ['ao']],
  [/ao$/, ['oes', 'aes']],
  [/ns$/, ['m']],
  [/m$/, ['ns']],
  [/ais$/, ['al']],
  [/eis$/, ['el', 'il']],
  [/ois$/, ['ol']],
  [/([aeo])l$/, ['$1is']],
  [/([rz])es$/, ['$1']],
  [/s$/, ['']],
]

/** The small one of a thing is that thing: "caminha", "ossinho", "cãozinho". */
const SMALL: readonly (readonly [RegExp, readonly string[]])[] = [
  [/zinh[oa]s?$/, ['']],
  [/(?<=\p{L}{3})inho$/u, ['o', 'e']],
  [/(?<=\p{L}{3})inha$/u, ['a', 'e']],
]

/** A folded word and what else it may look like in a name: its other number, and its full size. */
export function formsOf(word: string): readonly string[] {
  if (word.length < 4 || /\d/.test(word)) return [word]
  const changed = (rules: typeof NUMBERS, from: string) =>
    rules
      .filter(([ending]) => ending.test(from))
      .flatMap(([ending, into]) => into.map((end) => from.replace(ending, end)))
  const whole = changed(SMALL, word.replace(/s$/, '')).filter((form) => form.length > 2)
  return [...new Set([word, ...changed(NUMBERS, word), ...whole])]
}

/** A word without the vowel that only tells its gender: "vermelha" and "vermelho" are one. */
export const root = (form: string): string => (form.length > 4 ? form.replace(/[aeo]$/, '') : form)
