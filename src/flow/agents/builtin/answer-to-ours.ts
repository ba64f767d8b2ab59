import type { Understanding } from '../../../domain/intent.ts'
import { say } from '../../../domain/messages/messages.ts'
import type { Said } from '../../../domain/turn.ts'
import { type Answer, type AnswerContext, human, said } from './answers/answer.ts'
import { fold, wordsOf } from './fold.ts'
import { type AskedBefore, askedBefore } from './said-before.ts'
import { productsIn } from './talk.ts'
import { yesOrNo } from './yes-no.ts'

export interface AnsweredUs {
  readonly text: string
  readonly history: readonly Said[]
  readonly understanding: Understanding
}

/** What a message means as the answer to our last words; null: it is no answer to them. */
export function answerToOurs(given: AnsweredUs, context: AnswerContext): readonly Answer[] | null {
  const { text, history, understanding } = given
  const asked = askedBefore(history)
  const answer = yesOrNo(text)
  if (asked === 'for-team' && !isOtherQuestion(given)) return [human('needs-person')]
  if (asked === 'order-number' && !understanding.slots.orderNumber && DOES_NOT_KNOW.test(fold(text)))
    return [human('needs-person')]
  if (answer === 'no') return [said(say(context.language, 'ack.reply', { tone: context.tone }), { mayRepeat: true })]
  if (answer === 'yes') return agreed(asked, context)
  return isSpecifying(given, asked) ? [human('needs-person')] : null
}

const DOES_NOT_KNOW =
  /\b(nao (?:sei|lembro|tenho|acho|encontro|recebi)|perdi|esqueci|no (?:se|tengo|recuerdo|encuentro)|don'?t (?:know|have|remember)|can'?t find|lost)\b/

/** Sure of itself, and of another matter than what we asked for. */
function isOtherQuestion({ text, understanding }: AnsweredUs): boolean {
  const { intent, confidence } = understanding
  if (['thanks', 'greeting'].includes(intent) || yesOrNo(text) === 'no') return true
  const isAsking = text.includes('?') || intent === 'product_search'
  return isAsking && confidence >= 0.75 && !['other', 'order_status', 'complaint'].includes(intent)
}

/** "porte pequeno" after prices by size: a choice among what we told, which a person takes on. */
function isSpecifying({ text, history, understanding }: AnsweredUs, asked: AskedBefore | null): boolean {
  const last = history.at(-1)
  const words = wordsOf(text).filter((word) => word.length > 2)
  if (asked !== null || last?.by !== 'crew' || words.length === 0 || words.length > 4 || text.includes('?'))
    return false
  if (['greeting', 'thanks'].includes(understanding.intent) || productsIn(last.text).length > 0) return false
  const told = new Set(wordsOf(last.text))
  return words.every((word) => told.has(word))
}

/** A bare "yes". */
function agreed(asked: AskedBefore | null, { language, tone }: AnswerContext): readonly Answer[] | null {
  if (asked === 'purchase') return null
  if (asked === 'more-of-products') return [said(say(language, 'product.which'))]
  if (asked === 'product') return [said(say(language, 'product.ask'), { mayRepeat: true })]
  const buttons = [say(language, 'button.products'), say(language, 'button.order'), say(language, 'button.human')]
  return asked === 'clarify' ? [human('low-confidence')] : [said(say(language, 'help.ask', { tone }), { buttons })]
}
