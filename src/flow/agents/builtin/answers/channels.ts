import type { Want } from '../../../../domain/intent.ts'
import { fold } from '../fold.ts'
import { type Answer, type AnswerContext, said } from './answer.ts'

const CHANNELS: readonly (readonly [name: string, asked: RegExp])[] = [
  ['website', /\b(site|website|pagina|web ?page|sitio|loja (?:online|virtual)|e-?commerce)\b/],
  ['instagram', /\b(instagram|insta)\b/],
  ['facebook', /\b(facebook|face|fb)\b/],
]
const ALL = /\b(redes? socia(?:l|is)|social media|redes sociales)\b/
/** Asking where it is, and not what happened on it. */
const WHERE =
  /\b(qual|quais|tem|teem|voces? (?:tem|estao)|passa|manda|link|endereco|cual|tienen|what|whats|which|do you have|where|arroba)\b|^.{0,14}$/

/** "qual o instagram?": what the owner wrote in the configuration; null when it was not asked, or not written. */
export function answerChannels({ text, intent, slots }: Want, { about }: AnswerContext): Answer | null {
  const folded = fold(text)
  const isShort = folded.split(' ').length <= 8
  const isPlain =
    intent === 'other' || (intent === 'product_search' && slots.follows === undefined) || intent === 'store_location'
  if (!isShort || !isPlain || !WHERE.test(folded)) return null
  const asked = CHANNELS.filter(([, pattern]) => ALL.test(folded) || pattern.test(folded)).map(([name]) => name)
  const known = asked.flatMap((name) => about.match(new RegExp(`^${name}: (\\S+)$`, 'im'))?.[1] ?? [])
  return known.length > 0 ? said(known.join('\n')) : null
}
