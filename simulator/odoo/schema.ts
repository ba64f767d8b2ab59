import type { Field } from './orm/model.ts'

const of = (type: Field['type'], string: string): Field => ({ type, string })
const to = (relation: string, string: string): Field => ({ type: 'many2one', relation, string })
const many = (relation: string, string: string): Field => ({ type: 'one2many', relation, string })
const computed = (field: Field): Field => ({ ...field, isStored: false })

const NAME = of('char', 'Name')
const ACTIVE = of('boolean', 'Active')
const COMPANY = to('res.company', 'Company')
const CURRENCY = to('res.currency', 'Currency')

const PRODUCT = {
  name: NAME,
  display_name: computed(of('char', 'Display Name')),
  active: ACTIVE,
  default_code: of('char', 'Internal Reference'),
  barcode: of('char', 'Barcode'),
  list_price: of('float', 'Sales Price'),
  currency_id: computed(CURRENCY),
  uom_id: to('uom.uom', 'Unit of Measure'),
  categ_id: to('product.category', 'Product Category'),
  description_sale: of('text', 'Sales Description'),
  type: of('selection', 'Product Type'),
  is_storable: of('boolean', 'Track Inventory'),
  sale_ok: of('boolean', 'Sales'),
  weight: of('float', 'Weight'),
  qty_available: computed(of('float', 'Quantity On Hand')),
  virtual_available: computed(of('float', 'Forecasted Quantity')),
  image_128: computed(of('binary', 'Image 128')),
  image_512: computed(of('binary', 'Image 512')),
  write_date: of('datetime', 'Last Updated on'),
} as const

/** The columns of each model, named and typed as Odoo 18's (the part that customers' questions need). */
export const SCHEMA = {
  'res.company': { name: NAME, currency_id: CURRENCY },
  'res.currency': { name: of('char', 'Currency'), symbol: of('char', 'Symbol') },
  'res.lang': { name: NAME, code: of('char', 'Locale Code'), active: ACTIVE },
  'res.users': {
    name: NAME,
    login: of('char', 'Login'),
    company_id: COMPANY,
    partner_id: to('res.partner', 'Partner'),
  },
  'res.partner': {
    name: NAME,
    display_name: computed(of('char', 'Display Name')),
    active: ACTIVE,
    phone: of('char', 'Phone'),
    phone_sanitized: of('char', 'Sanitized Number'),
    email: of('char', 'Email'),
    email_normalized: of('char', 'Normalized Email'),
    city: of('char', 'City'),
    is_company: of('boolean', 'Is a Company'),
    parent_id: to('res.partner', 'Related Company'),
    commercial_partner_id: to('res.partner', 'Commercial Entity'),
  },
  'uom.uom': { name: NAME },
  'product.category': { name: NAME, complete_name: of('char', 'Complete Name') },
  'product.template': PRODUCT,
  'product.product': {
    ...PRODUCT,
    lst_price: computed(of('float', 'Sales Price')),
    free_qty: computed(of('float', 'Free To Use Quantity')),
    product_tmpl_id: to('product.template', 'Product Template'),
  },
  'sale.order': {
    name: of('char', 'Order Reference'),
    state: of('selection', 'Status'),
    locked: of('boolean', 'Locked'),
    partner_id: to('res.partner', 'Customer'),
    date_order: of('datetime', 'Order Date'),
    commitment_date: of('datetime', 'Delivery Date'),
    expected_date: computed(of('datetime', 'Expected Date')),
    amount_untaxed: of('monetary', 'Untaxed Amount'),
    amount_tax: of('monetary', 'Taxes'),
    amount_total: of('monetary', 'Total'),
    currency_id: CURRENCY,
    company_id: COMPANY,
    order_line: many('sale.order.line', 'Order Lines'),
    picking_ids: many('stock.picking', 'Transfers'),
    invoice_ids: many('account.move', 'Invoices'),
    invoice_status: of('selection', 'Invoice Status'),
    delivery_status: of('selection', 'Delivery Status'),
    client_order_ref: of('char', 'Customer Reference'),
    origin: of('char', 'Source Document'),
  },
  'sale.order.line': {
    order_id: to('sale.order', 'Order Reference'),
    sequence: of('integer', 'Sequence'),
    display_type: of('selection', 'Display Type'),
    product_id: to('product.product', 'Product'),
    name: of('text', 'Description'),
    product_uom_qty: of('float', 'Quantity'),
    qty_delivered: of('float', 'Delivery Quantity'),
    qty_invoiced: of('float', 'Invoiced Quantity'),
    price_unit: of('float', 'Unit Price'),
    discount: of('float', 'Discount (%)'),
    price_subtotal: of('monetary', 'Subtotal'),
    price_total: of('monetary', 'Total'),
  },
  'delivery.carrier': { name: NAME },
  'stock.picking': {
    name: of('char', 'Reference'),
    state: of('selection', 'Status'),
    origin: of('char', 'Source Document'),
    partner_id: to('res.partner', 'Contact'),
    picking_type_code: of('selection', 'Type of Operation'),
    scheduled_date: of('datetime', 'Scheduled Date'),
    date_deadline: of('datetime', 'Deadline'),
    date_done: of('datetime', 'Date of Transfer'),
    sale_id: to('sale.order', 'Sales Order'),
    carrier_id: to('delivery.carrier', 'Carrier'),
    carrier_tracking_ref: of('char', 'Tracking Reference'),
    carrier_tracking_url: computed(of('char', 'Tracking URL')),
  },
  'account.move': {
    name: of('char', 'Number'),
    state: of('selection', 'Status'),
    move_type: of('selection', 'Type'),
    partner_id: to('res.partner', 'Partner'),
    invoice_date: of('date', 'Invoice Date'),
    invoice_date_due: of('date', 'Due Date'),
    invoice_origin: of('char', 'Origin'),
    amount_total: of('monetary', 'Total'),
    amount_residual: of('monetary', 'Amount Due'),
    payment_state: of('selection', 'Payment Status'),
    currency_id: CURRENCY,
  },
} as const satisfies Record<string, Readonly<Record<string, Field>>>

export type ModelName = keyof typeof SCHEMA
