/**
 * A folded word (`fold` in `analyse.ts`) without its ending, so that devolução, devoluções and devolucao meet.
 * Light and the same for Portuguese, Spanish and English: a question and a document never need to agree on a language.
 * Own rules, because Snowball's Portuguese stemmer needs the accents that customers leave out.
 */
export function stem(word: string): string {
  if (word.length < 4 || /[^a-z]/.test(word)) return word
  return withoutLastVowel(withoutSuffix(singular(word)))
}

/** Plural ending → singular ending; the first that fits is applied. The word keeps at least two letters before it. */
const PLURALS: readonly (readonly [RegExp, string])[] = [
  [/(?<=..)(oes|aes)$/, 'ao'],
  [/(?<=..)iones$/, 'ion'],
  [/(?<=..)ais$/, 'al'],
  [/(?<=..)eis$/, 'el'],
  [/(?<=..)ois$/, 'ol'],
  [/(?<=..)uis$/, 'ul'],
  [/(?<=..)([rz])es$/, '$1'],
  [/(?<=...)ies$/, 'i'],
  [/(?<=...)(ch|sh|x)es$/, '$1'],
  [/(?<=..[^su])s$/, ''],
  [/(?<=...u)s$/, ''],
]

function singular(word: string): string {
  const rule = PLURALS.find(([ending]) => ending.test(word))
  const one = rule ? word.replace(rule[0], rule[1]) : word
  // -m and -ns are one ending (batom, batons); -il and -eis too (fácil, fáceis); -y and -ies too.
  return one.replace(/m$/, 'n').replace(/il$/, 'el').replace(/y$/, 'i')
}

/** Endings of verbs and of the nouns made from them, longest first; the number is how many letters must stay. */
const SUFFIXES: readonly (readonly [ending: string, letters: number])[] = [
  ['zinho', 4],
  ['zinha', 4],
  ['inho', 5],
  ['inha', 5],
  ['amento', 3],
  ['imento', 3],
  ['amiento', 3],
  ['imiento', 3],
  ['mente', 5],
  ['acao', 4],
  ['acion', 4],
  ['ation', 4],
  ['agen', 4],
  ['ariamo', 4],
  ['aria', 5],
  ['amo', 4],
  ['emo', 4],
  ['imo', 4],
  ['aran', 4],
  ['eran', 4],
  ['iran', 4],
  ['aron', 4],
  ['ieron', 4],
  ['ando', 3],
  ['endo', 3],
  ['indo', 3],
  ['iendo', 3],
  ['ado', 3],
  ['ada', 3],
  ['ido', 3],
  ['ida', 3],
  ['ing', 4],
  ['ar', 3],
  ['er', 3],
  ['ir', 3],
  ['an', 3],
  ['en', 3],
  ['ou', 4],
  ['ed', 3],
]

function withoutSuffix(word: string): string {
  const found = SUFFIXES.find(([ending, letters]) => word.endsWith(ending) && word.length - ending.length >= letters)
  if (found) {
    const rest = word.slice(0, -found[0].length)
    return /ing|ed/.test(found[0]) ? rest.replace(/([bdgmnpt])\1$/, '$1') : rest
  }
  return word.replace(/(?<=..)(cao|cion|tion)$/, 'c')
}

/** Before -e the same sound is written -qu, -gu (trocar, troque; pagar, pague). */
function withoutLastVowel(word: string): string {
  if (word.length < 4 || word.endsWith('ao')) return word
  return word
    .replace(/[aeo]$/, '')
    .replace(/qu$/, 'c')
    .replace(/gu$/, 'g')
}
