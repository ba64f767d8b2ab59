import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import { Failure } from './base/failure.ts'
import { Secret } from './base/secret.ts'
import { TenantId } from './domain/ids.ts'

const yes = z.enum(['yes', 'no']).transform((value) => value === 'yes')
const secret = z
  .string()
  .min(1)
  .transform((value) => new Secret(value))
const path = z.string().transform((value) => resolve(value))

const weights = z.string().transform((text, check) => {
  const entries = text === '' ? [] : text.split(',').map((each) => each.trim().split('='))
  for (const [tenant = '', places] of entries)
    if (!TenantId.safeParse(tenant).success || !/^[1-9]\d?$/.test(places ?? ''))
      check.addIssue({ code: 'custom', message: `does not understand "${tenant}": say retail/account_1=3` })
  return new Map(entries.map(([tenant = '', places]) => [tenant as TenantId, Number(places)]))
})

interface Definition {
  readonly type: z.ZodType
  /** What it is when the environment does not say; null: unset. */
  readonly default: string | null
  /** One sentence with its unit. `docs/reference/settings.md` is made from these. */
  readonly says: string
}

/** Every setting: one name, one default, one sentence. Read from the environment once, at the start. */
export const SETTINGS = {
  PORT: { type: z.coerce.number().int().min(0).max(65_535), default: '3000', says: 'TCP port of the server.' },
  HOST: { type: z.string(), default: '127.0.0.1', says: 'Address to listen on; 0.0.0.0 opens it to other machines.' },
  DATA_DIR: { type: path, default: 'var/data', says: 'Directory of everything that must survive a restart.' },
  CONFIG_DIR: { type: path, default: 'config', says: "Directory of the shops' YAML and of chatwoot_mapping.yaml." },
  KNOWLEDGE_DIR: {
    type: path,
    default: 'knowledge',
    says: "Directory of the shops' documents, as <domain>/<account>/.",
  },
  CHATWOOT_URL: {
    type: z.url({ protocol: /^https?$/ }),
    default: null,
    says: 'Address of Chatwoot, as its FRONTEND_URL says; makes the connection named "default".',
  },
  CHATWOOT_WEBHOOK_TOKEN: {
    type: z.string().regex(/^[\w-]{4,}$/),
    default: null,
    says: 'Last part of the webhook address, POST /webhooks/<token>; without it only POST /webhook is open.',
  },
  CHATWOOT_BOT_TOKEN: { type: secret, default: null, says: "The agent bot's access token: it speaks and hands over." },
  CHATWOOT_USER_TOKEN: { type: secret, default: null, says: "A user's access token: it reads what a bot may not." },
  CHATWOOT_WEBHOOK_SECRETS: {
    type: z.string().transform((value) => value.split(',').map((each) => new Secret(each.trim()))),
    default: null,
    says: 'Webhook secrets of the connection, separated by commas (agent bot, account webhook, API inbox).',
  },
  CHATWOOT_REQUESTS_PER_SECOND: {
    type: z.coerce.number().positive(),
    default: '40',
    says: 'Most requests per second to one Chatwoot; its own limit is 3,000 a minute per address.',
  },
  CHATWOOT_GATEWAY_INBOXES: {
    type: z
      .string()
      .regex(/^\d+(\s*,\s*\d+)*$/, "is Chatwoot's inbox numbers, separated by commas")
      .transform((value) => value.split(',').map(Number)),
    default: null,
    says: 'API inboxes of the connection that are WhatsApp gateways (Evolution, Baileys), separated by commas: the numbers they give are proven.',
  },
  PUBLIC_URL: {
    type: z.url({ protocol: /^https?$/ }),
    default: null,
    says: 'Address under which Chatwoot reaches this server; connect writes it into Chatwoot.',
  },
  ALLOW_UNSIGNED_WEBHOOKS: {
    type: yes,
    default: 'no',
    says: 'yes: take webhooks of a connection that has no secret; each is only a hint and is read back.',
  },
  MODEL: {
    type: z.string().regex(/^(compatible|openai):.+/, 'is "compatible:<id>" or "openai:<id>"'),
    default: null,
    says: 'The language model; without it the built-in engine answers.',
  },
  MODEL_URL: { type: z.url(), default: null, says: "Address of the model's server, up to /v1; openai: has its own." },
  MODEL_KEY: { type: secret, default: null, says: "Key of the model's server." },
  CREDENTIAL_ENCRYPTION_KEY: {
    type: secret,
    default: null,
    says: 'Fernet key of the ENC: values in credentials.yaml (urlsafe base64, 32 bytes).',
  },
  CREDENTIAL_MASTER_KEY: {
    type: secret,
    default: null,
    says: 'Keys of the ENC2: values in credentials.yaml, as <id>:<base64 of 32 bytes>, separated by commas; the first one writes, older ones are still read.',
  },
  REDIS_URL: {
    type: z
      .string()
      .regex(/^rediss?:\/\/\S+$/, 'is redis://[user:password@]host:port[/db] or rediss://…')
      .transform((value) => new Secret(value)),
    default: null,
    says: 'Redis as the cache that several processes share; without it each has its own in memory.',
  },
  ALLOWED_HOSTS: {
    type: z.string().transform((value) => value.split(',').map((each) => each.trim().toLowerCase())),
    default: null,
    says: 'Hosts of a private network that a pushed configuration may name, separated by commas: <host> or <host>:<port>.',
  },
  ODOO_WEBHOOK_SECRET: {
    type: secret,
    default: null,
    says: 'When set, POST /odoo-webhook must carry X-Webhook-Signature, the HMAC-SHA256 of its body in hex.',
  },
  PUSHES_PER_MINUTE: {
    type: z.coerce.number().int().min(1),
    default: '300',
    says: 'Most requests a minute with one X-API-Key to /configs, /mapping and /odoo-webhook.',
  },
  ADMIN_KEY: { type: secret, default: null, says: 'Key of the HTTP API beyond webhooks and health (X-API-Key).' },
  MAX_RUNNING_TURNS: { type: z.coerce.number().int().min(1), default: '400', says: 'Most turns that run at once.' },
  TENANT_WEIGHTS: {
    type: weights,
    default: '',
    says: 'How many times its part a shop has of what is short (webhooks that wait, turns, requests to Chatwoot), as <domain>/<account>=<times> with commas between; 1 for the others.',
  },
  MAX_WAITING: {
    type: z.coerce.number().int().min(1),
    default: '100000',
    says: 'Most webhooks that may wait for an answer before new ones are answered 429; one shop alone comes to half of it, and one over 4 KiB counts several times.',
  },
  RETENTION_DAYS_CONVERSATIONS: {
    type: z.coerce.number().int().min(7).max(3_650),
    default: '180',
    says: 'Days that what was said and done in a conversation is kept; what is not finished stays.',
  },
  RETENTION_DAYS_STEPS: {
    type: z.coerce.number().int().min(1).max(3_650),
    default: '30',
    says: "Days that each step of a turn keeps what it was given and answered (a turn's trace).",
  },
  LOG_LEVEL: {
    type: z.enum(['silent', 'error', 'warn', 'info', 'debug', 'trace']),
    default: 'info',
    says: 'How much is logged.',
  },
  STANDBY: {
    type: z.enum(['auto', 'yes', 'no']),
    default: 'auto',
    says: 'Whether a second process waits with everything loaded and serves when the first one dies, which is sooner by the time of loading and costs its memory. auto: while 1 GB of memory is to spare.',
  },
  DEMO: { type: yes, default: 'no', says: 'yes: serve the simulator page; set by npm start.' },
  DEMO_CHATWOOT_URL: {
    type: z.url(),
    default: null,
    says: "Address of the demo's Chatwoot simulator; set by npm start.",
  },
  BENCH_CREW: {
    type: z.enum(['four', 'default']),
    default: null,
    says: 'Only for npm run bench:server: the crew that is measured.',
  },
} as const satisfies Record<string, Definition>

export type SettingName = keyof typeof SETTINGS
type Parsed<N extends SettingName> = z.output<(typeof SETTINGS)[N]['type']>
type Optional = { [N in SettingName]: (typeof SETTINGS)[N]['default'] extends null ? N : never }[SettingName]
export type Settings = Readonly<{ [N in SettingName]: N extends Optional ? Parsed<N> | null : Parsed<N> }>

/** Prefixes of names that are ours: a name with one of them that is no setting is a typing error. */
const OURS =
  /^(CHATWOOT_|MODEL|DATA_|CONFIG_|KNOWLEDGE_|ALLOW_UNSIGNED|ALLOWED_|PUBLIC_URL|ODOO_WEBHOOK|PUSHES_|CREDENTIAL|ADMIN_KEY|REDIS_URL|MAX_(RUNNING|WAITING)|TENANT_WEIGHTS|RETENTION_|LOG_LEVEL|DEMO|BENCH_CREW)/

/**
 * The settings of this process.
 * @throws {Failure} BAD_SETTING naming every wrong or unknown one, with a suggestion
 */
export function readSettings(env: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const problems = Object.keys(env)
    .filter((name) => OURS.test(name) && !(name in SETTINGS))
    .map(unknownName)
  const entries = Object.entries<Definition>(SETTINGS).map(([name, definition]) => {
    const raw = env[name] || definition.default
    if (raw === null) return [name, null]
    const parsed = definition.type.safeParse(raw)
    if (!parsed.success) problems.push(`${name} ${parsed.error.issues[0]?.message ?? 'is wrong'} (${definition.says})`)
    return [name, parsed.data]
  })
  if (problems.length > 0) throw new Failure('BAD_SETTING', { problem: problems.join('; ') })
  const settings = Object.fromEntries(entries) as Settings
  refuseContradictions(settings)
  return settings
}

/** A setting as `doctor` shows it. */
export interface DescribedSetting {
  readonly name: string
  /** `[secret]` for a secret. */
  readonly value: string
  readonly from: 'environment' | 'default' | 'not set'
}

/** Every setting with its value and where that is from; what says the default is the default. */
export function describeSettings(settings: Settings): DescribedSetting[] {
  return Object.entries<Definition>(SETTINGS).map(([name, { type, default: otherwise }]) => {
    const value: unknown = settings[name as SettingName]
    if (value === null) return { name, value: '', from: 'not set' }
    const isDefault = otherwise !== null && isDeepStrictEqual(value, type.parse(otherwise))
    return { name, value: shown(value), from: isDefault ? 'default' : 'environment' }
  })
}

function shown(value: unknown): string {
  if (value instanceof Map) return [...value].map((pair) => pair.map(shown).join('=')).join(',')
  if (Array.isArray(value)) return value.map(shown).join(',')
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}

function refuseContradictions(settings: Settings): void {
  const say = (problem: string) => new Failure('BAD_SETTING', { problem })
  if (settings.MODEL?.startsWith('compatible:') && !settings.MODEL_URL)
    throw say('MODEL=compatible:… needs MODEL_URL, the address of its server')
  if (settings.CHATWOOT_URL && !settings.CHATWOOT_BOT_TOKEN)
    throw say("CHATWOOT_URL needs CHATWOOT_BOT_TOKEN, the agent bot's access token")
  if (settings.CHATWOOT_URL && !settings.CHATWOOT_WEBHOOK_SECRETS && !settings.ALLOW_UNSIGNED_WEBHOOKS)
    throw say('CHATWOOT_URL needs CHATWOOT_WEBHOOK_SECRETS, or ALLOW_UNSIGNED_WEBHOOKS=yes for a Chatwoot before 4.13')
  if (settings.CHATWOOT_URL && !settings.CHATWOOT_WEBHOOK_SECRETS && !settings.CHATWOOT_USER_TOKEN)
    throw say('unsigned webhooks are read back with CHATWOOT_USER_TOKEN, which is not set')
}

function unknownName(name: string): string {
  const closest = Object.keys(SETTINGS)
    .map((known) => ({ known, distance: editDistance(name, known) }))
    .sort((a, b) => a.distance - b.distance)[0]
  const hint = closest && closest.distance <= 4 ? `; did you mean ${closest.known}?` : ''
  return `${name} is no setting${hint}`
}

/** Levenshtein distance, two rows at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
