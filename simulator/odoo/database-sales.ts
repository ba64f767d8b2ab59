import type { Row } from './orm/model.ts'
import { plain } from './orm/model.ts'
import type { World, WorldDelivery, WorldOrder } from './worlds/world.ts'

interface Known {
  readonly nowMs: number
  readonly currency: number
  readonly products: readonly Row[]
  readonly partners: ReadonlyMap<string, Row>
}

const DAY_MS = 86_400_000

/** Orders with their lines, deliveries and invoices. */
export function salesRows(world: World, known: Known) {
  const { orders } = world
  const lines = orders.flatMap((order, index) => lineRows(order, { known, orderId: orderId(index), first: index * 20 }))
  const carriers = [...new Set(orders.flatMap(({ delivery }) => delivery?.carrier ?? []))]
  return {
    'sale.order': orders.map((order, index) => orderRow(order, { known, index, lines })),
    'sale.order.line': lines,
    'delivery.carrier': carriers.map((name, index): Row => ({ id: 1 + index, name })),
    'stock.picking': orders.flatMap((order, index) => pickingRows(order, { known, index, carriers })),
    'account.move': orders.flatMap((order, index) => invoiceRows(order, { known, index, lines })),
  }
}

const orderId = (index: number): number => 25 + index
const pickingId = (index: number): number => 17 + index
const invoiceId = (index: number): number => 31 + index
const isDelivered = ({ delivery }: WorldOrder): boolean => delivery?.state === 'done'
const partnerId = ({ partner }: WorldOrder, { partners }: Known): number => partners.get(partner)?.id ?? 0
const totalOf = (lines: readonly Row[], order: number): number =>
  lines.filter((line) => line.order_id === order).reduce((sum, line) => sum + Number(line.price_total), 0)

/** Naive UTC, as Odoo writes times. */
const time = ({ nowMs }: Known, daysAgo: number): string =>
  new Date(nowMs - daysAgo * DAY_MS).toISOString().slice(0, 19).replace('T', ' ')

function lineRows(
  order: WorldOrder,
  { known, orderId, first }: { known: Known; orderId: number; first: number },
): Row[] {
  return order.lines.map(([code, quantity], index) => {
    const product = known.products.find((row) => row.default_code === code)
    if (!product) throw new Error(`order ${order.name}: no product has the code ${code}`)
    const price = Number(product.lst_price)
    const total = Math.round(price * quantity * 100) / 100
    return {
      id: 50 + first + index,
      order_id: orderId,
      sequence: 10 + index,
      display_type: false,
      product_id: product.id,
      name: plain(product.display_name, 'pt_BR'),
      product_uom_qty: quantity,
      qty_delivered: isDelivered(order) ? quantity : 0,
      qty_invoiced: order.invoice ? quantity : 0,
      price_unit: price,
      discount: 0,
      price_subtotal: total,
      price_total: total,
    }
  })
}

interface At {
  readonly known: Known
  readonly index: number
}

function orderRow(order: WorldOrder, { known, index, lines }: At & { lines: readonly Row[] }): Row {
  const id = orderId(index)
  const { state, delivery, invoice } = order
  const total = Math.round(totalOf(lines, id) * 100) / 100
  return {
    id,
    name: order.name,
    state,
    locked: false,
    partner_id: partnerId(order, known),
    date_order: time(known, order.daysAgo),
    commitment_date: delivery ? time(known, delivery.scheduledDaysAgo) : false,
    expected_date: time(known, delivery?.scheduledDaysAgo ?? order.daysAgo),
    amount_untaxed: total,
    amount_tax: 0,
    amount_total: total,
    currency_id: known.currency,
    company_id: 1,
    order_line: lines.filter((line) => line.order_id === id).map((line) => line.id),
    picking_ids: delivery ? [pickingId(index)] : [],
    invoice_ids: invoice ? [invoiceId(index)] : [],
    invoice_status: invoiceStatus(order),
    delivery_status: state === 'sale' && delivery ? deliveryStatus(delivery) : false,
    client_order_ref: false,
    origin: false,
  }
}

const deliveryStatus = ({ state }: WorldDelivery): string => (state === 'done' ? 'full' : 'pending')

function invoiceStatus({ state, invoice, delivery }: WorldOrder): string {
  if (invoice) return 'invoiced'
  return state === 'sale' && delivery?.state === 'done' ? 'to invoice' : 'no'
}

function pickingRows(order: WorldOrder, { known, index, carriers }: At & { carriers: readonly string[] }): Row[] {
  const { delivery } = order
  if (!delivery) return []
  return [
    {
      id: pickingId(index),
      name: delivery.number,
      state: delivery.state,
      origin: order.name,
      partner_id: partnerId(order, known),
      picking_type_code: 'outgoing',
      scheduled_date: time(known, delivery.scheduledDaysAgo),
      date_deadline: time(known, delivery.scheduledDaysAgo),
      date_done: delivery.doneDaysAgo === undefined ? false : time(known, delivery.doneDaysAgo),
      sale_id: orderId(index),
      carrier_id: delivery.carrier ? 1 + carriers.indexOf(delivery.carrier) : false,
      carrier_tracking_ref: delivery.tracking?.code ?? false,
      carrier_tracking_url: delivery.tracking?.url ?? false,
    },
  ]
}

function invoiceRows(order: WorldOrder, { known, index, lines }: At & { lines: readonly Row[] }): Row[] {
  const { invoice } = order
  if (!invoice) return []
  const total = Math.round(totalOf(lines, orderId(index)) * 100) / 100
  return [
    {
      id: invoiceId(index),
      name: invoice.number,
      state: 'posted',
      move_type: 'out_invoice',
      partner_id: partnerId(order, known),
      invoice_date: time(known, order.daysAgo).slice(0, 10),
      invoice_date_due: time(known, order.daysAgo - 7).slice(0, 10),
      invoice_origin: order.name,
      amount_total: total,
      amount_residual: invoice.payment === 'not_paid' ? total : 0,
      payment_state: invoice.payment,
      currency_id: known.currency,
    },
  ]
}
