import type { Understanding } from '../../../domain/intent.ts'
import { wordsOf } from './fold.ts'

/** Beginnings of folded words. */
const GOOD =
  /^(obrigad|gratidao|agradec|amei|adorei|otim|excelente|maravilh|perfeit|parabens|gracias|genial|thank|great|awesome|love|excellent|incrivel|lind|top$|😍|❤|🥰|👏|🙏|😊)/u
const BAD =
  /^(pessim|horriv|terriv|absurd|lixo|merda|droga|porcaria|ridicul|vergonh|palhacada|golp|ladr|engana|mentir|insatisf|decepc|indignad|furios|revolt|inaceit|inadmiss|descaso|desrespeit|procon|processar|denunci|incompet|quebrad|danificad|estraga|grosseir|estafa|enojad|molest|roto|worst|awful|terrible|horrible|unacceptable|scam|angry|upset|disappoint|rude|broken|damaged|defective|😡|🤬|😠|👎|💩)/u
const NOT = /^(nao|no|not|nunca|never|nada|sem|dont|nem)$/

/** How the customer feels, by words that tell. A complaint is never neutral. */
export function sentimentOf(text: string, isComplaint: boolean): Understanding['sentiment'] {
  const words = wordsOf(text)
  let score = isComplaint ? -2 : 0
  for (const [i, word] of words.entries()) {
    const turned = words.slice(Math.max(0, i - 2), i).some((before) => NOT.test(before))
    if (GOOD.test(word)) score += turned ? -1 : 1
    if (BAD.test(word)) score += turned ? 0 : -2
  }
  return score > 0 ? 'positive' : score < 0 ? 'negative' : 'neutral'
}
