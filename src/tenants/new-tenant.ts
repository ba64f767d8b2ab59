import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { Failure } from '../base/failure.ts'
import { accountOf, type TenantId } from '../domain/ids.ts'
import type { Language } from '../domain/language.ts'
import { rewriteFile } from './rewrite-file.ts'
import { problemLine } from './tree/notes.ts'

export interface NewTenant {
  readonly tenant: TenantId
  readonly name: string
  /** Default: pt-BR. */
  readonly language?: Language
  /** As people write them, a line each; empty: Monday to Friday, 09:00 to 18:00. */
  readonly hours?: readonly string[]
  readonly timezone?: string
  readonly odoo: { readonly url: string; readonly database: string; readonly username: string } | null
}

/** The ref under which a new tenant's Odoo password is kept. */
export const newOdooRef = (tenant: TenantId): string => `${accountOf(tenant)}-odoo`

/**
 * Writes the first `config.yaml` of a tenant. Returns its path below `root`.
 * @throws {Failure} BAD_REQUEST there is one already, or it cannot be written
 */
export async function writeNewTenant(root: string, shop: NewTenant): Promise<string> {
  const file = `domains/${shop.tenant}/config.yaml`
  await mkdir(dirname(join(root, file)), { recursive: true })
  const written = await rewriteFile(root, file, (text) =>
    text === null
      ? {
          kind: 'text',
          text: stringify(documentOf(shop), FORM),
        }
      : { kind: 'problem', problem: 'the tenant is there already' },
  )
  if (written.kind === 'refused') throw new Failure('BAD_REQUEST', { problem: problemLine(written.problem) })
  return file
}

/** Quoted is what YAML 1.1, which Odoo reads, takes for something else: `18:00` for 1,080, `no` for false. */
const FORM = { lineWidth: 0, version: '1.1' } as const

const TIMEZONE = 'America/Sao_Paulo'

/** As the Odoo modules write it, with what a shop needs first; the rest has its defaults. */
const documentOf = ({ tenant, name, odoo, language = 'pt-BR', hours = [], timezone = TIMEZONE }: NewTenant) => ({
  account_id: accountOf(tenant),
  name,
  language: language.replace('-', '_'),
  ...(hours.length > 0 && { settings: { timezone, customer_service: { business_hours: hours } } }),
  company_metadata: {
    ...(hours.length === 0 && {
      business_hours: { days: [0, 1, 2, 3, 4], start_time: '09:00', end_time: '18:00', timezone },
    }),
    customer_service: { communication_style: 'friendly', emoji_usage: 'minimal' },
  },
  enabled_collections: ['business_rules', 'products_informations', 'delivery_rules', 'support_documents'],
  ...(odoo && {
    integrations: {
      mcp: {
        type: 'odoo-mcp',
        config: {
          ...{ url: odoo.url, db: odoo.database, username: odoo.username },
          credential_ref: newOdooRef(tenant),
        },
      },
    },
  }),
})
