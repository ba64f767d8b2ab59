import type { McpServer } from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { CallOptions, DomainLeaf, OdooClient, OdooRecord } from '../client/odoo-client.ts'
import { endsInNumber, orderNumberOf } from '../order-number.ts'
import { partnersOf } from '../partner.ts'
import { labelOf, numberOrNull, timeOrNull } from '../values.ts'
import { Delivery, deliveriesOf, Invoice, invoicesOf, Line, linesOf } from './order-parts.ts'
import { type Answer, type Asked, answered, READ_ONLY, type ToolDeps } from './tool.ts'

const Input = z.object({
  orderNumber: z.coerce.string().min(1).max(40).describe('as the customer wrote it: S00042, s42, #42 or 42'),
})

const Order = z.object({
  number: z.string(),
  state: z
    .enum(['draft', 'sent', 'confirmed', 'done', 'cancelled', 'other'])
    .describe('draft and sent are quotations, not yet orders'),
  date: z.string().nullable().describe('UTC, ISO 8601'),
  total: z.number().nullable(),
  currency: z.string().nullable(),
  expectedDate: z.string().nullable().describe('delivery date promised or expected'),
  lines: z.array(Line),
  deliveryState: z
    .enum(['not_delivered', 'started', 'partly_delivered', 'delivered'])
    .nullable()
    .describe('of the whole order, as the shop keeps it'),
  deliveries: z.array(Delivery).nullable().describe('null: this shop does not keep deliveries here'),
  invoiceState: z.enum(['nothing_to_invoice', 'to_invoice', 'invoiced', 'upselling', 'other']),
  invoices: z.array(Invoice).nullable(),
})

const Output = z.object({
  found: z.boolean().describe('false: this customer has no such order'),
  needsIdentity: z.literal(true).optional().describe('nobody is bound to this conversation, so no order can be shown'),
  order: Order.optional(),
})

const ORDER_FIELDS = [
  ...['name', 'state', 'date_order', 'amount_total', 'currency_id', 'commitment_date', 'expected_date'],
  ...['delivery_status', 'invoice_status', 'invoice_ids'],
]

export function registerOrderStatus(server: McpServer, { odoo, onError }: ToolDeps): void {
  server.registerTool(
    'order_status',
    {
      title: 'Order status',
      description:
        "One of the customer's own orders by its number: state, products, total, delivery with tracking, invoice. " +
        'The customer is bound by the conversation; orders of others are not found.',
      inputSchema: Input,
      outputSchema: Output,
      annotations: READ_ONLY,
    },
    (input, context) =>
      answered({ tool: 'order_status', onError, context }, (asked) => orderStatus(odoo, input.orderNumber, asked)),
  )
}

async function orderStatus(odoo: OdooClient, written: string, asked: Asked): Promise<Answer> {
  const { customer, signal } = asked
  if (customer.strength !== 'proven' || !customer.phone) return { data: { found: false, needsIdentity: true } }
  const partners = await partnersOf(odoo, customer, signal)
  const record = partners.length > 0 ? await findOrder(odoo, { written, partners }, asked) : undefined
  return { data: record ? { found: true, order: await wholeOrder(odoo, record, asked) } : { found: false } }
}

/** Never by number alone: what is not below the customer's own partners does not exist for this call. */
async function findOrder(
  odoo: OdooClient,
  { written, partners }: { written: string; partners: readonly number[] },
  options: CallOptions,
): Promise<OdooRecord | undefined> {
  const { name, digits } = orderNumberOf(written)
  const read = (number: DomainLeaf) =>
    odoo.searchRead(
      'sale.order',
      {
        domain: [number, ['partner_id', 'child_of', partners]],
        fields: ORDER_FIELDS,
        order: 'date_order desc',
        limit: 20,
      },
      options,
    )
  const [exact] = await read(['name', '=', name])
  if (exact || !digits) return exact
  const similar = await read(['name', '=ilike', `%${digits}`])
  return similar.find((order) => endsInNumber(String(order.name), digits))
}

async function wholeOrder(odoo: OdooClient, record: OdooRecord, options: CallOptions): Promise<z.infer<typeof Order>> {
  const [lines, deliveries, invoices] = await Promise.all([
    linesOf(odoo, record.id, options),
    deliveriesOf(odoo, record.id, options),
    invoicesOf(odoo, record.invoice_ids, options),
  ])
  return {
    number: String(record.name),
    state: STATES[String(record.state)] ?? 'other',
    date: timeOrNull(record.date_order),
    total: numberOrNull(record.amount_total),
    currency: labelOf(record.currency_id),
    expectedDate: timeOrNull(record.commitment_date) ?? timeOrNull(record.expected_date),
    lines,
    deliveryState: DELIVERY_STATES[String(record.delivery_status)] ?? null,
    deliveries,
    invoiceState: INVOICE_STATES[String(record.invoice_status)] ?? 'other',
    invoices,
  }
}

/** `done` is a locked order, and only in 16; later series have a `locked` flag instead. */
const STATES: Readonly<Record<string, z.infer<typeof Order>['state']>> = {
  draft: 'draft',
  sent: 'sent',
  sale: 'confirmed',
  done: 'done',
  cancel: 'cancelled',
}

type DeliveryState = NonNullable<z.infer<typeof Order>['deliveryState']>

const DELIVERY_STATES: Readonly<Record<string, DeliveryState>> = {
  pending: 'not_delivered',
  started: 'started',
  partial: 'partly_delivered',
  full: 'delivered',
}

const INVOICE_STATES: Readonly<Record<string, z.infer<typeof Order>['invoiceState']>> = {
  no: 'nothing_to_invoice',
  'to invoice': 'to_invoice',
  invoiced: 'invoiced',
  upselling: 'upselling',
}
