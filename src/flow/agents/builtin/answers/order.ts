import { date, money, number } from '../../../../domain/messages/format.ts'
import { say } from '../../../../domain/messages/messages.ts'
import { type AnswerContext, type AnswerWant, human, said } from './answer.ts'
import { type Delivery, type Order, orderStatus } from './tool-results.ts'

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
  if (found && order) return said(statusOf(order, context), { confidence: 0.95 })
  if (needsIdentity) return said(say(language, 'order.needsIdentity', { tone }), { buttons })
  return said(say(language, 'order.notFound', { tone, number: orderNumber }), { buttons })
}

function statusOf(order: Order, context: AnswerContext): string {
  const { language, tone, voice } = context
  const head = voice('order', say(language, 'order.found', { tone, number: order.number }))
  const items = order.lines.map(({ product, quantity }) => `- ${number(language, quantity)} × ${product}`)
  const list = items.length > 0 ? ['', say(language, 'order.items'), ...items] : []
  const total =
    typeof order.total === 'number' && order.currency
      ? ['', say(language, 'order.total', { total: money(language, order.total, order.currency) })]
      : []
  return [head, stateOf(order, context), ...wayOf(order, context), ...list, ...total].join('\n')
}

function stateOf(order: Order, context: AnswerContext): string {
  const { language } = context
  const open = openDeliveries(order)
  if (order.state === 'draft' || order.state === 'sent') return say(language, 'order.quotation')
  if (order.state === 'cancelled') return say(language, 'order.cancelled')
  if (isDelivered(order)) return say(language, 'order.delivered', { date: deliveredOn(order, context) })
  if (order.deliveryState === 'partly_delivered') return say(language, 'order.partlyDelivered')
  if (open.some(({ state, trackingCode }) => state === 'ready' && trackingCode)) return say(language, 'order.onItsWay')
  if (open.some(({ state }) => state === 'ready')) return say(language, 'order.ready')
  if (open.length > 0) return say(language, 'order.preparing')
  return order.state === 'done' ? say(language, 'order.done') : say(language, 'order.confirmed')
}

/** When it comes and how to follow it; a delivered or cancelled order has neither. */
function wayOf(order: Order, { language, hours }: AnswerContext): string[] {
  if (order.state === 'cancelled' || isDelivered(order)) return []
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

const openDeliveries = ({ deliveries }: Order): readonly Delivery[] =>
  (deliveries ?? []).filter(({ state }) => state !== 'cancelled' && state !== 'done')

function isDelivered(order: Order): boolean {
  const kept = (order.deliveries ?? []).filter(({ state }) => state !== 'cancelled')
  return order.deliveryState === 'delivered' || (kept.length > 0 && kept.every(({ state }) => state === 'done'))
}

function deliveredOn({ deliveries }: Order, { language, hours }: AnswerContext): string | null {
  const days = (deliveries ?? []).flatMap(({ doneDate }) => (doneDate ? [doneDate] : []))
  const last = days.toSorted().at(-1)
  return last ? date(language, last, hours.timezone) : null
}
