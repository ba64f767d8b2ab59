import type { Language } from '../../../../domain/language.ts'
import { date } from '../../../../domain/messages/format.ts'
import { say } from '../../../../domain/messages/messages.ts'
import type { Delivery, Order } from './tool-results.ts'

/** Where an order stands, in one sentence. */
export function orderState(order: Order, { language, timezone }: { language: Language; timezone: string }): string {
  const open = openDeliveries(order)
  if (order.state === 'draft' || order.state === 'sent') return say(language, 'order.quotation')
  if (order.state === 'cancelled') return say(language, 'order.cancelled')
  if (isDelivered(order)) return say(language, 'order.delivered', { date: deliveredOn(order, language, timezone) })
  if (order.deliveryState === 'partly_delivered') return say(language, 'order.partlyDelivered')
  if (open.some(({ state, trackingCode }) => state === 'ready' && trackingCode)) return say(language, 'order.onItsWay')
  if (open.some(({ state }) => state === 'ready')) return say(language, 'order.ready')
  if (open.length > 0) return say(language, 'order.preparing')
  return order.state === 'done' ? say(language, 'order.done') : say(language, 'order.confirmed')
}

export const openDeliveries = ({ deliveries }: Order): readonly Delivery[] =>
  (deliveries ?? []).filter(({ state }) => state !== 'cancelled' && state !== 'done')

export function isDelivered(order: Order): boolean {
  const kept = (order.deliveries ?? []).filter(({ state }) => state !== 'cancelled')
  return order.deliveryState === 'delivered' || (kept.length > 0 && kept.every(({ state }) => state === 'done'))
}

function deliveredOn({ deliveries }: Order, language: Language, timezone: string): string | null {
  const days = (deliveries ?? []).flatMap(({ doneDate }) => (doneDate ? [doneDate] : []))
  const last = days.toSorted().at(-1)
  return last ? date(language, last, timezone) : null
}
