import * as z from 'zod'
import type { OdooRecord } from '../client/odoo-client.ts'
import type { Pictured } from '../pictures.ts'
import { idOf, labelOf, numberOrNull, textOrNull } from '../values.ts'

/** A variant as customers buy it. */
export const Product = z.object({
  id: z.int(),
  name: z.string(),
  code: z.string().nullable(),
  price: z.number().nullable().describe('list price of one, taxes as the shop shows them'),
  currency: z.string().nullable().describe('ISO 4217'),
  unit: z.string().nullable(),
  freeStock: z.number().nullable().describe('what can be promised now; null: the shop does not count this product'),
  inStock: z.boolean().nullable().describe('null: not known'),
  category: z.string().nullable(),
  description: z.string().nullable(),
})
export type Product = z.infer<typeof Product>

/** Wanted of product.product; what this Odoo lacks (stock's fields, `is_storable` before 18) is not asked. */
export const PRODUCT_FIELDS = [
  ...['display_name', 'name', 'default_code', 'lst_price', 'currency_id', 'uom_id', 'categ_id', 'description_sale'],
  ...['type', 'is_storable', 'free_qty', 'product_tmpl_id', 'write_date'],
] as const

const DESCRIPTION_LIMIT = 300

export function productOf(record: OdooRecord): Product {
  const freeStock = isCounted(record) ? numberOrNull(record.free_qty) : null
  return {
    id: record.id,
    name: nameOf(record),
    code: textOrNull(record.default_code),
    price: numberOrNull(record.lst_price),
    currency: labelOf(record.currency_id),
    unit: labelOf(record.uom_id),
    freeStock,
    inStock: freeStock === null ? null : freeStock > 0,
    category: labelOf(record.categ_id),
    description: textOrNull(record.description_sale)?.slice(0, DESCRIPTION_LIMIT) ?? null,
  }
}

/** `display_name` is "[CODE] Name (attributes)"; the attributes are part of what a customer asks for. */
export const withoutCode = (label: string): string => label.replace(/^\[[^\]]*\]\s*/, '')

const nameOf = (record: OdooRecord): string => withoutCode(textOrNull(record.display_name) ?? String(record.name))

/** Stock is kept for `type: product` in 16 and 17, for `is_storable` goods from 18 on. */
const isCounted = ({ type, is_storable, free_qty }: OdooRecord): boolean =>
  typeof free_qty === 'number' && (type === 'product' || is_storable === true)

export const templateOf = (record: OdooRecord): number | null => idOf(record.product_tmpl_id)

/** A variant's `write_date` is its template's too (odoo/addons/product/models/product_product.py): pictures are kept by it. */
export const picturedOf = (record: OdooRecord): Pictured => ({
  id: record.id,
  name: nameOf(record),
  changedAt: textOrNull(record.write_date),
})
