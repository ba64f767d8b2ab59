import * as z from 'zod'
import { ChannelKind } from './channel-kind.ts'
import { TenantId } from './ids.ts'
import { Language } from './language.ts'
import { Collection } from './passage.ts'

/** Whether the runtime knows it, as `America/Sao_Paulo`. */
export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Minutes since midnight. */
const Minutes = z.int().min(0).max(1_440)

export const Period = z.strictObject({ fromMin: Minutes, toMin: Minutes })
export type Period = z.infer<typeof Period>

/** Opening hours by weekday, 0 = Monday … 6 = Sunday; a day without periods is closed. */
export const BusinessHours = z.strictObject({
  timezone: z.string().refine(isTimezone, 'an IANA time zone such as America/Sao_Paulo').default('America/Sao_Paulo'),
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

/** What one channel says differently; absent: as `CustomerService` says. */
export const ChannelService = z.strictObject({
  communicationStyle: CustomerService.shape.communicationStyle.unwrap().optional(),
  emojiUsage: CustomerService.shape.emojiUsage.unwrap().optional(),
  greeting: z.string().nullable().optional(),
  farewell: z.string().nullable().optional(),
  ratingRequest: z.string().nullable().optional(),
})
export type ChannelService = z.infer<typeof ChannelService>

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

/** What is known of the shop beyond its name. */
export const Company = z.strictObject({
  area: z.string().optional(),
  values: z.string().optional(),
})
export type Company = z.infer<typeof Company>

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
  channels: z.partialRecord(ChannelKind, ChannelService).default({}),
  onlineChannels: z.array(z.strictObject({ name: z.string(), url: z.string(), mentionAtEnd: z.boolean() })).default([]),
  informPromotionsAtStart: z.boolean().default(false),
  collections: z.array(Collection).default([]),
  odoo: OdooConnection.nullable().default(null),
  /** Longest a burst may be waited for, in ms. */
  quietMs: z.int().min(0).max(8_000).default(1_200),
  company: Company.optional(),
  /** The tenant's own collection in an outside search engine, where the owner named one. */
  searchCollection: z.string().optional(),
  /** What the files hold that we do not know, by its path in the file; never what is named like a secret. */
  extra: z.record(z.string(), z.json()).optional(),
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
  /** What would have been right, in words. */
  readonly expected?: string
  /** What stands there, cut; never a secret. */
  readonly got?: string
}
