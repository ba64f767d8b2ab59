import * as z from 'zod'
import { ConnectionId, DEFAULT_CONNECTION, TenantId } from '../domain/ids.ts'
import { Language } from '../domain/language.ts'
import { isTimezone } from '../domain/tenant-config.ts'
import { CheckView } from './doctor-view.ts'

/** What `tenant add` asks of the server. */
export const NewTenantBody = z.strictObject({
  tenant: TenantId,
  name: z.string().min(1),
  language: Language.default('pt-BR'),
  /** As people write them, a line each; empty: Monday to Friday, 09:00 to 18:00. */
  hours: z.array(z.string().min(1)).default([]),
  timezone: z.string().refine(isTimezone, 'is no time zone such as America/Sao_Paulo').default('America/Sao_Paulo'),
  odoo: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      database: z.string().min(1),
      username: z.string().min(1),
      password: z.string().min(1),
    })
    .nullable()
    .default(null),
  connection: ConnectionId.default(DEFAULT_CONNECTION),
  /** Chatwoot's account number; null: the mapping says, or will. */
  chatwootAccount: z.int().positive().nullable().default(null),
  /** Makes a key for the shop's own Odoo. */
  makesKey: z.boolean().default(false),
})
export type NewTenantBody = z.infer<typeof NewTenantBody>

export const NewTenantView = z.object({
  tenant: z.string(),
  /** The whole path on the server. */
  file: z.string(),
  /** Shown this once. */
  key: z.string().nullable(),
  checks: z.array(CheckView),
})
export type NewTenantView = z.infer<typeof NewTenantView>
