import { remembering } from '../../../base/remembering.ts'

/** A message is folded and cut into words by a dozen readers, whole and in pieces. */
const REMEMBERED = 256

/** Lower case without accents, in one line, single spaces: "Olá,  VOCÊS" → "ola, voces". */
export const fold = remembering(
  (text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim(),
  REMEMBERED,
)

/** What Brazilians write on WhatsApp, spelled out, so that "qnto" and "quanto" are one word to the classifier. */
const SPELLED: Readonly<Record<string, string>> = {
  ...{ vc: 'voce', vcs: 'voces', ce: 'voce', ces: 'voces', oq: 'o que', q: 'que', pq: 'porque', hj: 'hoje' },
  ...{ qnto: 'quanto', qto: 'quanto', qnt: 'quanto', qdo: 'quando', qnd: 'quando', kd: 'cade', cd: 'cade' },
  ...{ td: 'tudo', tb: 'tambem', tbm: 'tambem', mto: 'muito', mt: 'muito', blz: 'beleza', n: 'nao', nn: 'nao' },
  ...{ obg: 'obrigado', obgd: 'obrigado', obrigada: 'obrigado', brigado: 'obrigado', brigada: 'obrigado' },
  ...{ vlw: 'valeu', flw: 'falou', pfv: 'por favor', pf: 'por favor', pfvr: 'por favor', ta: 'esta', tao: 'estao' },
  ...{ to: 'estou', tava: 'estava', ne: 'nao e', pra: 'para', pro: 'para o', pros: 'para os', eh: 'e', aki: 'aqui' },
  ...{ c: 'com', p: 'para', msm: 'mesmo', dps: 'depois', agr: 'agora', cmg: 'comigo', bdia: 'bom dia' },
}

/** The folded words of `text`, slang spelled out, long letters shortened ("oiii" → "oi"). Punctuation is gone. */
export const wordsOf = remembering((text): readonly string[] => {
  const words: string[] = []
  for (const word of fold(text).match(/__[a-z]+|[\p{L}\p{N}]+|\p{Extended_Pictographic}/gu) ?? []) {
    const short = HAS_TWINS.test(word) ? word.replace(/([a-z])\1{2,}/g, '$1').replace(/([aiu])\1$/, '$1') : word
    const spelled = SPELLED[short]
    if (spelled === undefined) words.push(short)
    else words.push(...spelled.split(' '))
  }
  return words
}, REMEMBERED)

const HAS_TWINS = /([a-z])\1/
