import * as z from 'zod'
import { ChannelKind } from './channel-kind.ts'
import { TenantId } from './ids.ts'
import { Language } from './language.ts'
import { Collection } from './passage.ts'

/** Minutes since midnight. */
const Minutes = z.int().min(0).max(1_440)

export const Period = z.strictObject({ fromMin: Minutes, toMin: Minutes })
export type Period = z.infer<typeof Period>

/** Opening hours by weekday, 0 = Monday … 6 = Sunday; a day without periods is closed. */
export const BusinessHours = z.strictObject({
  timezone: z.string().default('America/Sao_Paulo'),
  week: z.array(z.array(Period)).length(7),
})
export type BusinessHours = z.infer<typeof BusinessHours>

export const CustomerService = z.strictObject({
  communicationStyle: z.enum(['formal', 'friendly', 'casual']).default('friendly'),
  emojiUsage: z.enum(['none', 'minimal', 'moderate', 'frequent']).default('minimal'),
  greeting: z.string().nullable().default(null),
  farewell: z.string().nullable().default(null),
  ratingRequest: z.string().nullable().default(null),
})
export type CustomerService = z.infer<typeof CustomerService>

/** A tool server of the tenant. Secrets by reference only. */
export const OdooConnection = z.strictObject({
  url: z.url(),
  database: z.string(),
  username: z.string().nullable().default(null),
  /** Name of the secret in the tenant's credentials. */
  credentialRef: z.string().nullable().default(null),
  accessLevel: z.enum(['read', 'write']).default('write'),
})
export type OdooConnection = z.infer<typeof OdooConnection>

/**
 * One tenant's configuration in the one canonical form; every dialect of YAML is normalised to it and nothing
 * downstream knows a dialect (`docs/reference/tenant-config.md`).
 */
export const TenantConfig = z.strictObject({
  tenant: TenantId,
  name: z.string().min(1),
  description: z.string().default(''),
  language: Language.default('pt-BR'),
  currency: z.string().length(3).default('BRL'),
  hours: BusinessHours.nullable().default(null),
  service: CustomerService,
  /** Overrides of `service` by channel. */
  channels: z.partialRecord(ChannelKind, CustomerService.partial()).default({}),
  onlineChannels: z.array(z.strictObject({ name: z.string(), url: z.string(), mentionAtEnd: z.boolean() })).default([]),
  informPromotionsAtStart: z.boolean().default(false),
  collections: z.array(Collection).default([]),
  odoo: OdooConnection.nullable().default(null),
  /** Longest a burst may be waited for, in ms. */
  quietMs: z.int().min(0).max(8_000).default(1_200),
})
export type TenantConfig = z.infer<typeof TenantConfig>

/** A configuration as loaded: the value, its hash (in every cache key), and what was odd about it. */
export interface LoadedConfig {
  readonly config: TenantConfig
  /** SHA-256, first 16 hex digits, of the canonical JSON. */
  readonly hash: string
  readonly warnings: readonly ConfigProblem[]
}

/** Something wrong or odd in a file, said so that a person can mend it. */
export interface ConfigProblem {
  readonly file: string
  readonly line: number | null
  readonly column: number | null
  /** `company_metadata.business_hours.days[2]` */
  readonly path: string
  readonly message: string
}
