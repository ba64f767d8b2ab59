import { saysGoodbye } from '../../../../domain/goodbye.ts'
import type { Want } from '../../../../domain/intent.ts'
import { say } from '../../../../domain/messages/messages.ts'
import { fold } from '../fold.ts'
import { sentimentOf } from '../sentiment.ts'
import { asksIfBot } from '../wants-human.ts'
import { type Answer, type AnswerContext, type AnswerWant, GUESS, human, said } from './answer.ts'
import { answerChannels } from './channels.ts'
import { answerHours } from './hours.ts'
import { answerOrder } from './order.ts'
import { answerFromPassages, bestPassage } from './passages.ts'
import { answerProducts } from './products.ts'

/** The answer to one wish: to what its words are by themselves, else by its intent. */
export const answerWant: AnswerWant = (want, context) => {
  const plain = answerOurselves(want, context) ?? answerChannels(want, context)
  if (plain) return plain
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
      return isComplaint(want) ? human('complaint') : { kind: 'unclear' }
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

/** A guess is one only when the words are bitter, too: nobody is consoled who did not complain. */
const isComplaint = ({ confidence, text }: Want): boolean =>
  confidence >= SURELY || sentimentOf(text, false) === 'negative'
const SURELY = 0.6

/** What is asked of the assistant itself. */
function answerOurselves({ text, intent }: Want, context: AnswerContext): Answer | null {
  const { language, tone, shop } = context
  const folded = fold(text)
  if (asksIfBot(text))
    return said(say(language, 'bot.identity', { tone, shop }), { buttons: [say(language, 'button.human')] })
  if (HELP.test(folded)) return said(say(language, 'help.ask', { tone }), { buttons: menu(context) })
  const isOrder = (intent === 'other' || intent === 'product_search') && INSTRUCTS.test(folded)
  return isOrder ? said(say(language, 'out.ofScope', { tone, shop }), { buttons: menu(context) }) : null
}

const HELP =
  /^(?:(?:oi|ola|hola|hi|hello),? )?(?:preciso de (?:uma )?ajuda|me ajuda|pode me ajudar|ajuda|socorro|tenho uma duvida|queria tirar uma duvida|quero tirar uma duvida|uma duvida|necesito ayuda|ayuda|tengo una duda|i need help|help|can you help me|i have a question)[\s!.?]*(?:por favor|please)?[!.?]*$/
/** A stranger's orders to whatever answers here; there is nothing here that could follow them. */
const INSTRUCTS =
  /\b(?:ignor[ea]r?|esque[cç]a|desconsidere|forget|disregard)\b.{0,30}\b(?:instruc\w+|regras|prompt|anterior\w*|instructions|rules|previous)\b|\b(?:system prompt|prompt do sistema|chave (?:de|da) api|api key|modo desenvolvedor|developer mode|jailbreak|aja como|finja que|pretend (?:to be|you)|act as)\b/

const menu = ({ language }: AnswerContext): readonly string[] => [
  say(language, 'button.products'),
  say(language, 'button.order'),
  say(language, 'button.human'),
]

const greetBack = (context: AnswerContext) =>
  said(say(context.language, 'greeting.ask', { tone: context.tone }), { buttons: menu(context), mayRepeat: true })

const THANKS = /\b(obrig|brigad|obg|valeu|vlw|agrade|grat[oai]|gracias|thank|thx|appreciate)|🙏/u

function thanked({ text }: Want, { language, tone, voice, shop, farewell }: AnswerContext): Answer {
  const kind = saysGoodbye(text) ? 'farewell' : THANKS.test(fold(text)) ? 'thanks.reply' : 'ack.reply'
  const ours = voice(
    'thanks',
    kind === 'farewell' ? say(language, kind, { tone, shop }) : say(language, kind, { tone }),
  )
  return said(kind === 'farewell' ? (farewell ?? ours) : ours, { mayRepeat: true })
}
