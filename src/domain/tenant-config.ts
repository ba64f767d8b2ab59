import * as z from 'zod'
import { ChannelKind } from './channel-kind.ts'
import { TenantId } from './ids.ts'
import { Language } from './language.ts'
import { Collection } from './passage.ts'

/** Asking the runtime costs 0.1 ms, and shops share a few. */
const timezones = new Set<string>()

/** Whether the runtime knows it, as `America/Sao_Paulo`. */
export function isTimezone(name: string): boolean {
  if (timezones.has(name)) return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    timezones.add(name)
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

/**
 * What a parameter of a template may say: `{first_name}`, or `{first_name|cliente}` for when it is not known. `shop_name`
 * always is.
 */
export const TEMPLATE_VALUES = ['customer_name', 'first_name', 'shop_name'] as const
export type TemplateValue = (typeof TEMPLATE_VALUES)[number]

/** A message that WhatsApp approved: all that reaches a customer who has not written for 24 hours. */
export const WindowTemplate = z.strictObject({
  name: z.string().min(1),
  /** WhatsApp's code: `pt_BR`, `es`, `en_US`. */
  language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/),
  category: z.enum(['UTILITY', 'MARKETING']).default('UTILITY'),
  /** Its body as approved, with its places: `Olá {{1}}, …`. */
  text: z.string().min(1),
  /** What stands at each place, by its name. */
  parameters: z.record(z.string(), z.string()).default({}),
})
export type WindowTemplate = z.infer<typeof WindowTemplate>

export const CustomerService = z.strictObject({
  communicationStyle: z.enum(['formal', 'friendly', 'casual']).default('friendly'),
  emojiUsage: z.enum(['none', 'minimal', 'moderate', 'frequent']).default('minimal'),
  greeting: z.string().nullable().default(null),
  farewell: z.string().nullable().default(null),
  ratingRequest: z.string().nullable().default(null),
  /** Said on WhatsApp in the place of what its closed window kept from the customer; one for each language. */
  windowTemplates: z.array(WindowTemplate).optional(),
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
  timeoutMs: z.int().min(1).optional(),
  /** False: the server's certificate is not checked. Absent: it is. */
  verifySsl: z.boolean().optional(),
  productCategories: z.array(z.string()).optional(),
  priceLists: z.array(z.string()).optional(),
})
export type OdooConnection = z.infer<typeof OdooConnection>

const Text = z.string()
const Texts = z.array(z.string()).default([])

/** Only there when the shop lets customers know it. */
export const Address = z.strictObject({
  street: Text.optional(),
  street2: Text.optional(),
  city: Text.optional(),
  state: Text.optional(),
  zip: Text.optional(),
  country: Text.optional(),
})
export type Address = z.infer<typeof Address>

/** What is known of the shop beyond its name. */
export const Company = z.strictObject({
  area: Text.optional(),
  values: Text.optional(),
  email: Text.optional(),
  phone: Text.optional(),
  address: Address.optional(),
})
export type Company = z.infer<typeof Company>

/** An agent that the shop wrote itself. */
export const AgentDefinition = z.strictObject({
  id: Text.min(1),
  name: Text.optional(),
  type: Text.optional(),
  role: Text.default(''),
  goal: Text.default(''),
  backstory: Text.default(''),
  tools: Texts,
  plugins: Texts,
})
export type AgentDefinition = z.infer<typeof AgentDefinition>

/** A task of such a crew; the last one's output is the reply. */
export const TaskDefinition = z.strictObject({
  id: Text.min(1),
  /** One of the crew's agents. */
  agent: Text.min(1),
  description: Text.default(''),
  expectedOutput: Text.default(''),
  /** Tasks of the same crew whose outputs it is given. */
  context: Texts,
})
export type TaskDefinition = z.infer<typeof TaskDefinition>

/** Where else the shop is found. */
export const OnlineChannel = z.strictObject({ name: z.string(), url: z.string(), mentionAtEnd: z.boolean() })
export type OnlineChannel = z.infer<typeof OnlineChannel>

/** A crew that the shop wrote itself, or what one of its crews does differently. Without tasks: the standard graph. */
export const CrewDefinition = z.strictObject({
  name: Text.default(''),
  description: Text.default(''),
  /** `customer_service` or `analytics`. */
  type: Text.default('customer_service'),
  agents: z.array(AgentDefinition).default([]),
  tasks: z.array(TaskDefinition).default([]),
  /** Where it answers; empty: wherever nobody else does. */
  channels: z.array(ChannelKind).default([]),
  keywords: Texts,
  isDefault: z.boolean().default(false),
  maxIterations: z.int().min(1).optional(),
  service: ChannelService.default({}),
  /** In the place of the shop's. */
  onlineChannels: z.array(OnlineChannel).optional(),
  informPromotionsAtStart: z.boolean().optional(),
  /** 1 to 5. */
  technicalTone: z.number().optional(),
})
export type CrewDefinition = z.infer<typeof CrewDefinition>

/** One line of the menu a greeting may offer. */
export const MenuOption = z.strictObject({ option: Text.min(1), keywords: Texts })
export type MenuOption = z.infer<typeof MenuOption>

/** A month. */
const MOST_IDLE_MINUTES = 43_200

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
  onlineChannels: z.array(OnlineChannel).default([]),
  informPromotionsAtStart: z.boolean().default(false),
  collections: z.array(Collection).default([]),
  odoo: OdooConnection.nullable().default(null),
  /** Longest a burst may be waited for, in ms. */
  quietMs: z.int().min(0).max(8_000).default(1_200),
  /** A message that reached us so much later than it was written gets an apology and a human, not an answer. */
  lateAfterMinutes: z.int().min(1).max(10_080).default(30),
  /** So long after our last word, a customer who has not answered is asked once whether they are still there. */
  followUpAfterMinutes: z.int().min(1).max(MOST_IDLE_MINUTES).nullable().default(null),
  /** So long after our last word, a conversation in which nobody answers is ended. */
  resolveAfterMinutes: z.int().min(1).max(MOST_IDLE_MINUTES).nullable().default(null),
  company: Company.optional(),
  /** Of an outside search engine, where the owner named his own. */
  search: z
    .strictObject({
      collection: Text.optional(),
      embeddingModel: Text.optional(),
      similarityThreshold: z.number().min(0).max(1).optional(),
      maxResults: z.int().min(1).max(100).optional(),
    })
    .optional(),
  /** Crews by their id, for shops that write their own. */
  crews: z.record(z.string(), CrewDefinition).optional(),
  menu: z.array(MenuOption).optional(),
  /** Said when the menu's options do not fit. */
  helpMessage: Text.optional(),
  /** Categories the shop wants shown first. */
  featuredCategories: z.array(z.string()).optional(),
  /** Services that the shop switched on or off. Absent: not said. */
  services: z.partialRecord(z.enum(['sales', 'scheduling', 'delivery', 'support']), z.boolean()).optional(),
  /** Labels that every conversation of the crew is given. */
  labels: z.array(z.string()).optional(),
  cannedResponses: z.record(z.string(), z.json()).optional(),
  memory: z
    .strictObject({ ttlSeconds: z.int().min(0).optional(), priorityContexts: z.array(z.string()).optional() })
    .optional(),
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
  /** The address of its Odoo came from outside, by a push; absent: it stands in the operator's own files. */
  readonly isOdooPushed?: boolean
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

/** How `config` talks on `channel` by the crew `crew`: the shop's way, then the channel's, then the crew's. */
export function serviceOn(config: TenantConfig, channel: ChannelKind, crew = 'customer_service'): CustomerService {
  return { ...config.service, ...said(config.channels[channel]), ...said(crewOn(config, channel, crew)?.service) }
}

/** Where else the shop is found, as the crew `crew` tells it on `channel`. */
export function onlineChannelsOn(config: TenantConfig, channel: ChannelKind, crew = 'customer_service') {
  return crewOn(config, channel, crew)?.onlineChannels ?? config.onlineChannels
}

/** What the shop wrote of this crew, if that answers on the channel. */
function crewOn(config: TenantConfig, channel: ChannelKind, crew: string): CrewDefinition | undefined {
  const written = config.crews?.[crew]
  return !written || written.channels.length === 0 || written.channels.includes(channel) ? written : undefined
}

const said = (over: ChannelService | undefined): Partial<CustomerService> =>
  Object.fromEntries(Object.entries(over ?? {}).filter(([, value]) => value !== undefined))
