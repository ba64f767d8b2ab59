import type { Intent } from '../../../domain/intent.ts'
import { fold, wordsOf } from './fold.ts'

const DANGLING = new Set(
  'e mas entao tipo que de do da com para por se porque quando assim ou eh hum bom olha o a um uma no na y pero entonces con and but so because with or the'.split(
    ' ',
  ),
)
const VERBS = new Set(
  `tem ha e sao esta estao fica ficam vende vendem custa custam aceita aceitam abre abrem fecha fecham entrega entregam faz fazem da dao pode podem
  posso quero queria gostaria preciso procuro busco chega chegou chegam veio vem vai vao foi comprei paguei fiz recebi quebrou consigo consegue
  manda mandam envia enviam emite emitem troca trocam parcela parcelam divide passa passam serve funciona funcionam atende atendem trabalha
  trabalham mostra recomenda indica cancela devolve cade sai saiu sei existe tinha tera seria moro monta montam
  tienen tiene hay venden cuesta aceptan abren cierran quiero necesito puedo esta estan llega llego hacen envian
  is are do does have has can want need sell cost open close ship where's accept take deliver i'm`.split(/\s+/),
)
const VERB_ENDING = /(?:ando|endo|indo|ar|er|ir|aram|eram|iram|amos|emos|imos|ou|eu|iu|ing|ed)$/

export interface Shape {
  readonly text: string
  readonly intent: Intent
  readonly confidence: number
  readonly hasOrderNumber: boolean
}

/**
 * Whether the message looks whole, so that it is answered at once. "oi", "então…", "batom" are what people send
 * first and finish a second later; a question with a verb, an order number or a thank-you is not.
 */
export function looksFinished({ text, intent, confidence, hasOrderNumber }: Shape): boolean {
  const last = text.trim().split('\n').at(-1)?.trim() ?? ''
  const words = wordsOf(text)
  if (/[,:;\-–(]$|\.\.\.$|…$/.test(last) || DANGLING.has(wordsOf(last).at(-1) ?? '')) return false
  if (words.length === 0 || intent === 'greeting') return false
  if (hasOrderNumber || intent === 'thanks' || intent === 'human') return true
  if (/[?!]\)?$/.test(last) && words.length > 1) return true
  if (hasVerb(text)) return words.length > 2 || confidence > 0.8
  return intent !== 'product_search' && intent !== 'other' && confidence >= 0.8
}

const hasVerb = (text: string): boolean => {
  const said = [...wordsOf(text), ...fold(text).split(/[^\p{L}']+/u)]
  return said.some((word) => VERBS.has(word) || (word.length > 4 && VERB_ENDING.test(word)))
}
