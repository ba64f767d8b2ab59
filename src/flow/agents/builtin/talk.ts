import type { Intent } from '../../../domain/intent.ts'
import { LANGUAGES } from '../../../domain/language.ts'
import { say } from '../../../domain/messages/messages.ts'
import type { Said } from '../../../domain/turn.ts'
import { wishesIn } from './clauses.ts'
import { findProduct } from './slots/product.ts'

/** What a short message may go on from, read out of what was said: nothing else is remembered. */
export interface Talk {
  /** The products we showed last, by name, in that order; empty when that is long ago. */
  readonly products: readonly string[]
  /** The last list of several of them: what "o segundo" counts in. */
  readonly listed: readonly string[]
  /** What they were shown for. */
  readonly query: string | null
  /** They are in our very last words. */
  readonly isFresh: boolean
  /** The order we talked of last, as Odoo writes it. */
  readonly orderNumber: string | null
  /** What the customer asked for last. */
  readonly topic: Intent | null
}

/** Messages of ours that are looked at. */
const OURS = 6
/** Messages of the customer's that are looked at. */
const THEIRS = 3

export function talkOf(history: readonly Said[]): Talk {
  const ours = history.map((said, at) => ({ ...said, at })).filter(({ by }) => by === 'crew')
  const shown = ours.slice(-OURS).findLast(({ text }) => productsIn(text).length > 0)
  const lastAsked = history.findLastIndex(({ by }) => by === 'customer')
  return {
    products: shown ? productsIn(shown.text) : [],
    listed:
      ours
        .slice(-OURS)
        .map(({ text }) => productsIn(text))
        .findLast(({ length }) => length > 1) ?? [],
    query: shown ? queryOf(shown.text, history.slice(0, shown.at)) : null,
    isFresh: shown !== undefined && shown.at > lastAsked,
    orderNumber:
      ours
        .slice(-OURS)
        .flatMap(({ text }) => text.match(/\bS\d{5}\b/) ?? [])
        .at(-1) ?? null,
    topic: topicOf(history),
  }
}

const onRequest = LANGUAGES.map((language) => say(language, 'product.priceOnRequest'))
const LINE = /^\s*[-•]\s+(\S.*?):\s+(.+)$/gm

/** The names in a list of ours, whatever the channel made of its bold: "- *Mesa Redonda*: R$ 1.690,00 (em estoque)". */
export function productsIn(text: string): string[] {
  return [...text.matchAll(LINE)].flatMap(([, name = '', price = '']) => {
    const isPrice = /^(R\$|US\$|\$|€|BRL)?\s?\d/.test(price) || onRequest.some((words) => price.startsWith(words))
    return isPrice ? [name.replace(/\*/g, '').trim()] : []
  })
}

/** The bold words above the list; on channels without bold, what the customer had asked for. */
function queryOf(text: string, before: readonly Said[]): string | null {
  const head = text.slice(0, text.search(LINE_START))
  const bold = head.match(/\*{1,2}([^*\n]+)\*{1,2}/)?.[1]
  const asked = before.findLast(({ by }) => by === 'customer')?.text
  return bold ?? (asked === undefined ? null : (findProduct(asked) ?? null))
}
const LINE_START = /^\s*[-•]\s/m

function topicOf(history: readonly Said[]): Intent | null {
  const theirs = history.filter(({ by }) => by === 'customer').slice(-THEIRS)
  for (const { text } of theirs.toReversed()) {
    const wish = wishesIn(text).at(-1)
    if (wish && wish.confidence >= 0.6 && !PASSING.includes(wish.intent)) return wish.intent
  }
  return null
}
const PASSING: readonly Intent[] = ['greeting', 'thanks', 'other', 'human']
