import type { Intent } from '../intent.ts'
import type { HandoverReason } from '../turn.ts'

/** How a shop talks; `Style.communication`. */
export type Tone = 'formal' | 'friendly' | 'casual'

interface Toned {
  readonly tone: Tone
}

/**
 * Every sentence a customer, owner or attendant can read, as the functions that make it. A language is one value of
 * this type, so a missing sentence does not compile. Parameters are ready to read: money, dates and days are formatted
 * before (`format.ts`). No sentence holds a figure of its own. Bold is Markdown (`**`), as Chatwoot stores it.
 */
export interface Words extends ToCustomer, ToAttendant, IntentNames, ReasonSentences {}

interface ToCustomer {
  greeting(p: Toned & { readonly shop: string }): string
  /** Behind the greeting: what the customer can do. */
  'greeting.ask'(p: Toned): string
  'thanks.reply'(p: Toned): string
  /** To "ok", "entendi", a thumb up. */
  'ack.reply'(p: Toned): string
  farewell(p: Toned & { readonly shop: string }): string

  /** Above a list of `count` products; bold names follow. */
  'product.found'(p: Toned & { readonly query: string; readonly count: number }): string
  /** Nothing has all the words of `query`; what follows has some. */
  'product.similar'(p: Toned & { readonly query: string }): string
  'product.none'(p: Toned & { readonly query: string }): string
  /** Also recognised in our own last message: the next noun is then the product. Without tone for that reason. */
  'product.ask'(): string
  /** What the shop does sell; `list` of categories. */
  'product.categories'(p: Toned & { readonly list: string }): string
  'product.inStock'(): string
  /** Few are left; `quantity` of them. */
  'product.last'(p: { readonly quantity: string }): string
  /** Fewer than the customer wants. */
  'product.only'(p: { readonly quantity: string }): string
  'product.soldOut'(): string
  'product.priceOnRequest'(): string
  /** To a "yes" on our offer to tell more. */
  'product.which'(): string
  /** Under one product in stock: a "yes" calls a person who closes the sale. */
  'product.buy'(p: Toned): string
  /** Under the list. */
  'product.next'(p: Toned & { readonly count: number }): string

  'order.found'(p: Toned & { readonly number: string }): string
  'order.quotation'(): string
  'order.confirmed'(): string
  'order.preparing'(): string
  'order.onItsWay'(): string
  'order.ready'(): string
  'order.partlyDelivered'(): string
  'order.delivered'(p: { readonly date: string | null }): string
  'order.cancelled'(): string
  'order.done'(): string
  'order.placedOn'(p: { readonly date: string }): string
  'order.expectedOn'(p: { readonly date: string }): string
  'order.carrier'(p: { readonly carrier: string }): string
  'order.trackingCode'(p: { readonly code: string }): string
  'order.trackingLink'(p: { readonly url: string }): string
  'order.items'(): string
  'order.total'(p: { readonly total: string }): string
  /** Says the same whether the order is another's or is none. */
  'order.notFound'(p: Toned & { readonly number: string }): string
  /** Nobody is proven behind this conversation. */
  'order.needsIdentity'(p: Toned): string
  /** Also recognised in our own last message: the next number is then the order. Without tone for that reason. */
  'order.askNumber'(): string

  'hours.week'(p: { readonly text: string }): string
  'hours.day'(p: { readonly day: string; readonly periods: string }): string
  'hours.closedOn'(p: { readonly day: string }): string
  'hours.openNow'(): string
  /** `when` the shop opens again, or null when unknown. */
  'hours.closedNow'(p: { readonly when: string | null }): string

  /** The customer's wish was not clear; buttons follow. */
  clarify(p: Toned): string
  /** To a bare "I need help". */
  'help.ask'(p: Toned): string
  /** To "are you a robot?". */
  'bot.identity'(p: Toned & { readonly shop: string }): string
  /** To what an assistant of a shop does not do, such as following a stranger's instructions. */
  'out.ofScope'(p: Toned & { readonly shop: string }): string
  stillThere(p: Toned): string
  'idle.closed'(p: Toned): string
  'rating.ask'(p: Toned): string

  'button.products'(): string
  'button.order'(): string
  'button.hours'(): string
  'button.human'(): string
  yes(): string
  no(): string

  /** First half of a handover; the second is one of `handover.open`, `.closed`, `.closedUnknown`. */
  'handover.asked'(p: Toned): string
  'handover.doubt'(p: Toned): string
  'handover.complaint'(p: Toned): string
  'handover.trouble'(p: Toned): string
  /** Stock, prices and orders cannot be looked up now. */
  'handover.systemDown'(p: Toned): string
  'handover.purchase'(p: Toned): string
  'handover.needsPerson'(p: Toned): string
  'handover.attachment'(p: Toned): string
  /** The message came long after it was written. */
  'handover.late'(p: Toned): string
  'handover.open'(p: Toned): string
  'handover.closed'(p: Toned & { readonly when: string }): string
  'handover.closedUnknown'(p: Toned): string

  today(): string
  tomorrow(): string
  /** `day` is "hoje", "segunda-feira" …; `time` "9h". */
  'day.at'(p: { readonly day: string; readonly time: string }): string
  'period.fromTo'(p: { readonly from: string; readonly to: string }): string
  closed(): string
  and(): string
}

interface ToAttendant {
  'note.title'(): string
  'note.summary'(): string
  /** What the customer wrote. */
  'note.asked'(): string
  /** What we said before. */
  'note.answered'(): string
  'note.tried'(): string
  'note.order'(): string
  'note.products'(): string
  'note.link'(): string
  'note.contact'(): string
  'note.reason'(): string
  'note.mood'(): string
  'note.attachments'(): string
  /** The summary's first sentence. `who` is a name or `someone`. */
  'sum.purchase'(p: { readonly who: string; readonly what: string }): string
  'sum.complaint'(p: { readonly who: string; readonly order: string }): string
  'sum.human'(p: { readonly who: string }): string
  'sum.attachment'(p: { readonly who: string; readonly files: string }): string
  /** `topic` is one of the intents' names. */
  'sum.topic'(p: { readonly who: string; readonly topic: string; readonly order: string }): string
  'sum.wrote'(p: { readonly who: string; readonly words: string }): string
  /** Its second one, when it is not about what the first already says. */
  'sum.about'(p: { readonly topic: string; readonly order: string }): string
  /** "(pedido S00042)" */
  'sum.order'(p: { readonly number: string }): string
  someone(): string
  'sum.something'(): string
  'file.image'(): string
  'file.audio'(): string
  'file.video'(): string
  'file.location'(): string
  'file.contact'(): string
  'file.file'(): string
  'mood.negative'(): string
  'mood.positive'(): string
  'mood.neutral'(): string
  /** How surely we know who writes. */
  'identity.proven'(): string
  'identity.claimed'(): string
  'identity.none'(): string
  'tried.nothing'(): string
  'tried.passage'(p: { readonly title: string; readonly source: string }): string
  'tried.noPassage'(): string
  'tried.products'(p: { readonly query: string; readonly count: number }): string
  'tried.order'(p: { readonly number: string; readonly found: boolean }): string
  'tried.tool'(p: { readonly tool: string }): string
  'tried.toolFailed'(p: { readonly tool: string }): string
}

type IntentNames = { readonly [K in Intent as `intent.${K}`]: () => string }
type ReasonSentences = { readonly [K in HandoverReason as `reason.${K}`]: () => string }
