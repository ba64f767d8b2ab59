import { date, money, number } from '../../../../domain/messages/format.ts'
import { say } from '../../../../domain/messages/messages.ts'
import { type AnswerContext, type AnswerWant, human, said } from './answer.ts'
import { isDelivered, openDeliveries, orderState } from './order-state.ts'
import { type Order, orderStatus } from './tool-results.ts'

/** The customer's own order; another's and none sound alike, because the tool cannot tell them apart. */
export const answerOrder: AnswerWant = (want, context) => {
  const { language, tone } = context
  const { orderNumber } = want.slots
  const buttons = [say(language, 'button.human')]
  if (!orderNumber) return said(say(language, 'order.askNumber'), { buttons })
  const asked = orderStatus(context.evidence, orderNumber)
  if (asked.kind === 'failed') return human('tool-failed')
  if (asked.kind === 'not-asked') return human('low-confidence')
  const { found, needsIdentity, order } = asked.data
  if (found && order) return said(statusOf(order, context), { confidence: 0.95, mayRepeat: true })
  if (needsIdentity) return said(say(language, 'order.needsIdentity', { tone }), { buttons })
  return said(say(language, 'order.notFound', { tone, number: orderNumber }), { buttons })
}

function statusOf(order: Order, context: AnswerContext): string {
  const { language, tone, voice } = context
  const head = voice('order', say(language, 'order.found', { tone, number: order.number }))
  const told = [head, orderState(order, { language, timezone: context.hours.timezone }), ...wayOf(order, context)]
  if (isToldBefore(order, context)) return told.join('\n')
  const items = order.lines.map(({ product, quantity }) => `- ${number(language, quantity)} × ${product}`)
  const list = items.length > 0 ? ['', say(language, 'order.items'), ...items] : []
  const total =
    typeof order.total === 'number' && order.currency
      ? ['', say(language, 'order.total', { total: money(language, order.total, order.currency) })]
      : []
  return [...told, ...list, ...total].join('\n')
}

/** What is in it was told a moment ago: now it is about when it comes. */
const isToldBefore = ({ number }: Order, { history, language }: AnswerContext): boolean =>
  history
    .slice(-6)
    .some(({ by, text }) => by === 'crew' && text.includes(number) && text.includes(say(language, 'order.items')))

/** When it comes and how to follow it; a quotation, and a delivered or cancelled order, have neither. */
function wayOf(order: Order, { language, hours }: AnswerContext): string[] {
  if (['cancelled', 'draft', 'sent'].includes(order.state) || isDelivered(order)) return []
  const expected = order.expectedDate
    ? [say(language, 'order.expectedOn', { date: date(language, order.expectedDate, hours.timezone) })]
    : []
  const ways = openDeliveries(order).flatMap(({ carrier, trackingCode, trackingUrl }) => [
    ...(carrier ? [say(language, 'order.carrier', { carrier })] : []),
    ...(trackingCode ? [say(language, 'order.trackingCode', { code: trackingCode })] : []),
    ...(trackingUrl ? [say(language, 'order.trackingLink', { url: trackingUrl })] : []),
  ])
  return [...expected, ...ways]
}
