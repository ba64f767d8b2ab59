import * as z from 'zod'

/** Keys of a call's `_meta`: set by the host beside the arguments, where no model can write. */
export const CUSTOMER_KEY = 'chatwootai/customer'
export const LANGUAGE_KEY = 'chatwootai/language'

/** Who the customer is, and how surely: only `proven` (the channel vouches for the phone) opens anybody's records. */
export const Customer = z.object({
  strength: z.enum(['proven', 'claimed', 'none']),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  name: z.string().nullable(),
})
export type Customer = z.infer<typeof Customer>

const NOBODY: Customer = { strength: 'none', phone: null, email: null, name: null }

/** The customer a host bound to this call; nobody when it bound none, or something that is no customer. */
export function customerOf(meta: Readonly<Record<string, unknown>> | undefined): Customer {
  return Customer.safeParse(meta?.[CUSTOMER_KEY]).data ?? NOBODY
}

/** BCP 47; undefined: the shop's own. */
export function languageOf(meta: Readonly<Record<string, unknown>> | undefined): string | undefined {
  return z.string().min(2).safeParse(meta?.[LANGUAGE_KEY]).data
}
