import type { Want } from '../../../../domain/intent.ts'
import { say } from '../../../../domain/messages/messages.ts'
import { fold } from '../fold.ts'
import { type Answer, type AnswerContext, type AnswerWant, GUESS, human, said } from './answer.ts'
import { answerHours } from './hours.ts'
import { answerOrder } from './order.ts'
import { answerFromPassages, bestPassage } from './passages.ts'
import { answerProducts } from './products.ts'

/** The answer to one wish, by its intent. */
export const answerWant: AnswerWant = (want, context) => {
  const isProduct = want.intent === 'product_search'
  if (want.confidence < GUESS && !isProduct)
    return bestPassage(want, context) ? answerFromPassages(want, context) : { kind: 'unclear' }
  switch (want.intent) {
    case 'greeting':
      return greetBack(context)
    case 'thanks':
      return thanked(want, context)
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

const THANKS = /\b(obrig|brigad|obg|valeu|vlw|agrade|grat[oai]|gracias|thank|thx|appreciate)|🙏/u
const BYE =
  /\b(tchau|ate (logo|mais|breve|amanha|a proxima)|falou|flw|abracos?|bjs|beijos?|adios|chau|hasta|bye|see you)\b|\b(so isso|era isso|eso es todo|that'?s all)\b/

function thanked({ text }: Want, { language, tone, voice, shop, farewell }: AnswerContext): Answer {
  const folded = fold(text)
  if (BYE.test(folded)) return said(farewell ?? voice('thanks', say(language, 'farewell', { tone, shop })))
  return said(voice('thanks', say(language, THANKS.test(folded) ? 'thanks.reply' : 'ack.reply', { tone })))
}
