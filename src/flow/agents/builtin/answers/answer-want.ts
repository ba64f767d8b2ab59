import { say } from '../../../../domain/messages/messages.ts'
import { type AnswerContext, type AnswerWant, human, said } from './answer.ts'
import { answerHours } from './hours.ts'
import { answerOrder } from './order.ts'
import { answerFromPassages, bestPassage } from './passages.ts'
import { answerProducts } from './products.ts'

/** Below this the class is a guess: only a passage that answers anyway may speak. */
const GUESS = 0.4

/** The answer to one wish, by its intent. */
export const answerWant: AnswerWant = (want, context) => {
  const isProduct = want.intent === 'product_search'
  if (want.confidence < GUESS && !isProduct)
    return bestPassage(want, context) ? answerFromPassages(want, context) : { kind: 'unclear' }
  switch (want.intent) {
    case 'greeting':
      return greetBack(context)
    case 'thanks':
      return thanked(context)
    case 'product_search':
      return answerProducts(want, context)
    case 'order_status':
      return answerOrder(want, context)
    case 'store_hours':
      return answerHours(want, context)
    case 'complaint':
      return human('complaint')
    case 'human':
      return human('asked-for-human')
    case 'store_location':
    case 'payment':
    case 'delivery':
    case 'exchange_return':
    case 'invoice':
    case 'other':
      return answerFromPassages(want, context)
  }
}

const greetBack = ({ language, tone }: AnswerContext) =>
  said(say(language, 'greeting.ask', { tone }), {
    buttons: [say(language, 'button.products'), say(language, 'button.order'), say(language, 'button.human')],
  })

const thanked = ({ language, tone, voice, farewell }: AnswerContext) =>
  said(farewell ?? voice('thanks', say(language, 'thanks.reply', { tone })))
