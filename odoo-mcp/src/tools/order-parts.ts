import * as z from 'zod'
import type { CallOptions, OdooClient, OdooRecord, ReadQuery } from '../client/odoo-client.ts'
import { OdooFailure } from '../client/odoo-failure.ts'
import { labelOf, numberOrNull, textOrNull, timeOrNull } from '../values.ts'
import { withoutCode } from './product.ts'

export const Line = z.object({
  product: z.string(),
  quantity: z.number(),
  delivered: z.number().nullable(),
  total: z.number().nullable(),
})

export const Delivery = z.object({
  number: z.string(),
  state: z
    .enum(['draft', 'waiting', 'ready', 'done', 'cancelled', 'other'])
    .describe('ready: packed, and with a tracking code on its way; done: the shop closed it as delivered'),
  scheduledDate: z.string().nullable().describe('UTC, ISO 8601'),
  doneDate: z.string().nullable(),
  carrier: z.string().nullable(),
  trackingCode: z.string().nullable(),
  trackingUrl: z.string().nullable(),
})

export const Invoice = z.object({
  number: z.string().nullable(),
  payment: z.enum(['not_paid', 'in_payment', 'paid', 'partial', 'reversed', 'blocked', 'other']),
  total: z.number().nullable(),
  due: z.number().nullable().describe('still to pay'),
  dueDate: z.string().nullable(),
})

/** Lines that are goods or services; sections and notes are left out. */
export async function linesOf(odoo: OdooClient, order: number, options: CallOptions): Promise<z.infer<typeof Line>[]> {
  const records = await odoo.searchRead(
    'sale.order.line',
    {
      domain: [
        ['order_id', '=', order],
        ['display_type', '=', false],
      ],
      fields: ['product_id', 'name', 'product_uom_qty', 'qty_delivered', 'price_total'],
      order: 'sequence, id',
    },
    options,
  )
  return records.map((record) => ({
    product: withoutCode(labelOf(record.product_id) ?? String(record.name).split('\n')[0] ?? ''),
    quantity: numberOrNull(record.product_uom_qty) ?? 0,
    delivered: numberOrNull(record.qty_delivered),
    total: numberOrNull(record.price_total),
  }))
}

/** What goes to the customer; null where this Odoo keeps no deliveries of sales, or hides them from us. */
export async function deliveriesOf(
  odoo: OdooClient,
  order: number,
  options: CallOptions,
): Promise<z.infer<typeof Delivery>[] | null> {
  const known = await odoo.fieldsGet('stock.picking', options)
  if (!known.has('sale_id')) return null
  const records = await unlessHidden(odoo, 'stock.picking', {
    query: {
      domain: [
        ['sale_id', '=', order],
        ['picking_type_code', '=', 'outgoing'],
      ],
      fields: [
        'name',
        'state',
        'scheduled_date',
        'date_done',
        'carrier_id',
        'carrier_tracking_ref',
        'carrier_tracking_url',
      ],
      order: 'id',
    },
    options,
  })
  return records?.map(deliveryOf) ?? null
}

function deliveryOf(record: OdooRecord): z.infer<typeof Delivery> {
  return {
    number: String(record.name),
    state: DELIVERY_STATES[String(record.state)] ?? 'other',
    scheduledDate: timeOrNull(record.scheduled_date),
    doneDate: timeOrNull(record.date_done),
    carrier: labelOf(record.carrier_id),
    trackingCode: textOrNull(record.carrier_tracking_ref),
    trackingUrl: textOrNull(record.carrier_tracking_url),
  }
}

const DELIVERY_STATES: Readonly<Record<string, z.infer<typeof Delivery>['state']>> = {
  draft: 'draft',
  waiting: 'waiting',
  confirmed: 'waiting',
  assigned: 'ready',
  done: 'done',
  cancel: 'cancelled',
}

/** Posted customer invoices of the order; null where we may not see them. */
export async function invoicesOf(
  odoo: OdooClient,
  ids: unknown,
  options: CallOptions,
): Promise<z.infer<typeof Invoice>[] | null> {
  if (!Array.isArray(ids)) return null
  if (ids.length === 0) return []
  const records = await unlessHidden(odoo, 'account.move', {
    query: {
      domain: [
        ['id', 'in', ids],
        ['move_type', '=', 'out_invoice'],
        ['state', '=', 'posted'],
      ],
      fields: ['name', 'payment_state', 'amount_total', 'amount_residual', 'invoice_date_due'],
      order: 'id',
    },
    options,
  })
  return records?.map(invoiceOf) ?? null
}

function invoiceOf(record: OdooRecord): z.infer<typeof Invoice> {
  return {
    number: textOrNull(record.name),
    payment: Invoice.shape.payment.safeParse(record.payment_state).data ?? 'other',
    total: numberOrNull(record.amount_total),
    due: numberOrNull(record.amount_residual),
    dueDate: timeOrNull(record.invoice_date_due),
  }
}

/** An order is worth telling without the part that the bot has no right to. */
async function unlessHidden(
  odoo: OdooClient,
  model: string,
  { query, options }: { query: ReadQuery; options: CallOptions },
): Promise<readonly OdooRecord[] | null> {
  try {
    return await odoo.searchRead(model, query, options)
  } catch (error) {
    if (error instanceof OdooFailure && (error.kind === 'access' || error.kind === 'missing')) return null
    throw error
  }
}
