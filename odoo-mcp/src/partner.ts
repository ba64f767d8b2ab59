import type { OdooClient, OdooRecord } from './client/odoo-client.ts'
import { OdooFailure } from './client/odoo-failure.ts'
import type { Customer } from './customer.ts'
import { phoneForms } from './phone-forms.ts'

/** Shops file one person more than once; more than this is a placeholder number. */
const MOST_PARTNERS = 10

/**
 * The ids under which Odoo files the customer's purchases (each with the contacts below it, for `child_of`): the
 * commercial partners of whoever has the proven phone. Empty: nobody is bound, and nothing may be shown.
 */
export async function partnersOf(
  odoo: OdooClient,
  customer: Customer,
  signal: AbortSignal | undefined,
): Promise<readonly number[]> {
  if (customer.strength !== 'proven' || !customer.phone) return []
  // Without this field (module phone_validation) there is no exact way to know a phone, and no other is safe.
  const known = await odoo.fieldsGet('res.partner', { signal })
  if (!known.has('phone_sanitized')) throw new OdooFailure('missing')
  const records = await odoo.searchRead(
    'res.partner',
    {
      domain: [['phone_sanitized', 'in', phoneForms(customer.phone)]],
      fields: ['commercial_partner_id'],
      limit: MOST_PARTNERS + 1,
    },
    { signal },
  )
  if (records.length > MOST_PARTNERS) return []
  return [...new Set(records.map(commercialIdOf))]
}

function commercialIdOf({ id, commercial_partner_id }: OdooRecord): number {
  return Array.isArray(commercial_partner_id) ? Number(commercial_partner_id[0]) : id
}
