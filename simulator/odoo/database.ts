import { catalogueRows } from './database-catalogue.ts'
import { salesRows } from './database-sales.ts'
import { type Model, type Models, plain, type Row } from './orm/model.ts'
import { type ModelName, SCHEMA } from './schema.ts'
import type { World, WorldPartner } from './worlds/world.ts'

/** A demo database: its tables, and who may log in. */
export interface Database {
  readonly name: string
  readonly models: Models
  readonly users: readonly { readonly uid: number; readonly login: string; readonly secrets: readonly string[] }[]
}

/** Login and password of the bot in every demo database; the API key works in the place of the password. */
export const DEMO_LOGIN = 'bot@shop.example'
export const DEMO_PASSWORD = 'demo'
export const DEMO_API_KEY = 'demo-api-key'
const BOT_UID = 8
const BRL = 6

/** `world` as tables, its dates counted back from `nowMs`. */
export function buildDatabase(world: World, nowMs: number): Database {
  const partners = partnerRows(world.partners)
  const catalogue = catalogueRows(world.products, BRL)
  const sales = salesRows(world, { nowMs, currency: BRL, products: catalogue['product.product'], partners })
  const rows: Record<ModelName, readonly Row[]> = {
    'res.company': [{ id: 1, name: world.company, currency_id: BRL }],
    'res.currency': [{ id: BRL, name: 'BRL', symbol: 'R$' }],
    'res.lang': [{ id: 1, name: 'Portuguese (BR) / Português (BR)', code: 'pt_BR', active: true }],
    'res.users': [{ id: BOT_UID, name: 'Bot Atendimento', login: DEMO_LOGIN, company_id: 1, partner_id: false }],
    'res.partner': [...partners.values()],
    ...catalogue,
    ...sales,
  }
  const models = new Map(Object.keys(rows).map((name) => [name, modelOf(name as ModelName, rows)]))
  const users = [{ uid: BOT_UID, login: DEMO_LOGIN, secrets: [DEMO_PASSWORD, DEMO_API_KEY] }]
  return { name: world.database, models, users }
}

const LABELS: Partial<Record<ModelName, Model['label']>> = {
  'product.product': (row, lang) => String(plain(row.display_name, lang)),
  'product.category': (row) => String(row.complete_name),
}

function modelOf(name: ModelName, rows: Record<ModelName, readonly Row[]>): Model {
  const label = LABELS[name]
  return {
    name,
    fields: { id: { type: 'integer', string: 'ID' }, ...SCHEMA[name] },
    rows: rows[name],
    ...(name === 'res.partner' && { parent: 'parent_id' }),
    ...(label && { label }),
  }
}

/** By their keys in the world. */
function partnerRows(partners: readonly WorldPartner[]): ReadonlyMap<string, Row> {
  const ids = new Map(partners.map(({ key }, index) => [key, 40 + index]))
  return new Map(
    partners.map(({ key, name, phone, email, city, parent }) => {
      const id = ids.get(key) ?? 0
      const parentId = parent ? (ids.get(parent) ?? false) : false
      const row: Row = {
        id,
        name,
        display_name: name,
        active: true,
        phone: phone ? spoken(phone) : false,
        phone_sanitized: phone ?? false,
        email: email ?? false,
        email_normalized: email?.toLowerCase() ?? false,
        city,
        is_company: partners.some((other) => other.parent === key),
        parent_id: parentId,
        commercial_partner_id: parentId || id,
      }
      return [key, row]
    }),
  )
}

/** `+5511955550101` as a clerk types it: `(11) 95555-0101`. */
const spoken = (phone: string): string => phone.replace(/^\+55(\d\d)(\d{4,5})(\d{4})$/, '($1) $2-$3')
