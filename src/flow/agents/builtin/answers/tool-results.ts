import * as z from 'zod'
import type { ToolImage } from '../../../../domain/tool.ts'
import type { Evidence } from '../../../../domain/turn.ts'

/** What is read of `find_products`; `odoo-mcp/src/tools/product.ts` says what the numbers mean. */
export const FoundProduct = z.object({
  id: z.int(),
  name: z.string(),
  price: z.number().nullish(),
  currency: z.string().nullish(),
  freeStock: z.number().nullish(),
  inStock: z.boolean().nullish(),
  description: z.string().nullish(),
})
export type FoundProduct = z.infer<typeof FoundProduct>

const FoundProducts = z.object({
  /** As it was asked; `query` is what was searched in the end. */
  asked: z.string().optional(),
  query: z.string().default(''),
  match: z.enum(['all', 'some', 'none']).default('all'),
  products: z.array(FoundProduct),
  /** What else the shop sells. */
  categories: z.array(z.string()).default([]),
})
export type FoundProducts = z.infer<typeof FoundProducts>

const Delivery = z.object({
  state: z.string(),
  doneDate: z.string().nullish(),
  carrier: z.string().nullish(),
  trackingCode: z.string().nullish(),
  trackingUrl: z.string().nullish(),
})
export type Delivery = z.infer<typeof Delivery>

/** `odoo-mcp/src/tools/order-status.ts`. */
export const Order = z.object({
  number: z.string(),
  state: z.string(),
  date: z.string().nullish(),
  total: z.number().nullish(),
  currency: z.string().nullish(),
  expectedDate: z.string().nullish(),
  lines: z.array(z.object({ product: z.string(), quantity: z.number() })).default([]),
  deliveryState: z.string().nullish(),
  deliveries: z.array(Delivery).nullish(),
})
export type Order = z.infer<typeof Order>

const OrderStatus = z.object({ found: z.boolean(), needsIdentity: z.boolean().optional(), order: Order.optional() })

/** What a tool said: an answer, that it could not, or that it was not asked. */
export type Asked<T> =
  | { readonly kind: 'answer'; readonly data: T; readonly images: readonly ToolImage[] }
  | { readonly kind: 'failed' }
  | { readonly kind: 'not-asked' }

/** The search for `query` among the evidence, or the only one there is. */
export function foundProducts({ tools }: Evidence, query: string | undefined): Asked<FoundProducts> {
  const calls = tools.filter(({ tool }) => tool === 'find_products')
  const call = calls.find(({ result }) => (result.data.asked ?? result.data.query) === (query ?? '')) ?? calls[0]
  return read(call, FoundProducts)
}

export function orderStatus({ tools }: Evidence, orderNumber: string | undefined): Asked<z.infer<typeof OrderStatus>> {
  const calls = tools.filter(({ tool }) => tool === 'order_status')
  const call = calls.find(({ result }) => JSON.stringify(result.data).includes(`"${orderNumber}"`)) ?? calls[0]
  return read(call, OrderStatus)
}

function read<T>(call: Evidence['tools'][number] | undefined, schema: z.ZodType<T>): Asked<T> {
  if (!call) return { kind: 'not-asked' }
  const parsed = call.result.ok ? schema.safeParse(call.result.data) : null
  return parsed?.success ? { kind: 'answer', data: parsed.data, images: call.result.images } : { kind: 'failed' }
}
