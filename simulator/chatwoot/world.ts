import { readFile } from 'node:fs/promises'
import * as z from 'zod'

/** A WhatsApp template of an inbox, as its platform has approved it (or not). */
const Template = z.strictObject({
  name: z.string().min(1),
  language: z.string().min(2),
  /** With its places: `Hello {{1}}`. */
  body: z.string().min(1),
  status: z.enum(['approved', 'pending', 'rejected']).default('approved'),
})
export type Template = z.infer<typeof Template>

const Inbox = z.strictObject({
  id: z.int().positive(),
  name: z.string().min(1),
  /** Chatwoot's class name: `Channel::Whatsapp`, `Channel::WebWidget`, … */
  channel: z.string().startsWith('Channel::'),
  /** Twilio only: `sms` or `whatsapp`. */
  medium: z.enum(['sms', 'whatsapp']).optional(),
  /** Whether the world's bot is the active agent bot of the inbox. */
  hasBot: z.boolean().default(true),
  /** API inboxes: where every event of the inbox is posted, and the key it is signed with. */
  webhookUrl: z.url().optional(),
  secret: z.string().optional(),
  /** What Chatwoot itself would say there: shown to administrators, not sent by the simulator. */
  greeting: z.string().optional(),
  /** Chatwoot asks for a rating when a conversation is resolved. */
  hasCsat: z.boolean().optional(),
  /** WhatsApp, Twilio's too. */
  templates: z.array(Template).default([]),
  /** Whether a resolved conversation is used again; absent: as Chatwoot's default for the channel. */
  lockToSingleConversation: z.boolean().optional(),
})

/** A customer. On channels that know no phone number (web, Instagram, Facebook) only the name is used. */
const Person = z.strictObject({
  key: z.string().min(1),
  name: z.string().min(1),
  phone: z
    .string()
    .regex(/^\+\d{8,15}$/)
    .nullable(),
  email: z.email().nullable(),
})
export type Person = z.infer<typeof Person>

const Account = z.strictObject({
  id: z.int().positive(),
  tenant: z.string().min(1),
  name: z.string().min(1),
  inboxes: z.array(Inbox).min(1),
  contacts: z.array(Person).default([]),
  teams: z.array(z.strictObject({ id: z.int().positive(), name: z.string().min(1) })).default([]),
  /** Account setting `keep_pending_on_bot_failure`: a failed bot webhook leaves the conversation pending. */
  keepPendingOnBotFailure: z.boolean().default(false),
})

const User = z.strictObject({
  id: z.int().positive(),
  name: z.string().min(1),
  email: z.email(),
  token: z.string().min(1),
  role: z.enum(['administrator', 'agent']),
})

const Bot = z.strictObject({
  id: z.int().positive(),
  name: z.string().min(1),
  token: z.string().min(1),
  secret: z.string().min(1),
  outgoingUrl: z.url(),
})

const AccountWebhook = z.strictObject({
  account: z.int().positive(),
  url: z.url(),
  secret: z.string(),
  subscriptions: z.array(z.string()).min(1),
})

/** All that a simulated Chatwoot installation starts with. The bot is a system bot: every account may use it. */
export const World = z
  .strictObject({
    bot: Bot,
    users: z.array(User).min(1),
    accounts: z.array(Account).min(1),
    webhooks: z.array(AccountWebhook).default([]),
    version: z
      .string()
      .regex(/^\d+\.\d+\.\d+$/)
      .default('4.16.0'),
  })
  .superRefine((world, check) => {
    const inboxes = world.accounts.flatMap((account) => account.inboxes.map((inbox) => inbox.id))
    for (const [what, ids] of [
      ['account', world.accounts.map((account) => account.id)],
      ['inbox', inboxes],
      ['user', world.users.map((user) => user.id)],
    ] as const) {
      const twice = ids.find((id, index) => ids.indexOf(id) !== index)
      if (twice !== undefined) check.addIssue({ code: 'custom', message: `${what} ${twice} is there twice` })
    }
  })
export type World = z.infer<typeof World>
/** What one may write: fields with a default may be left out. */
export type WorldInput = z.input<typeof World>

/**
 * Reads a world file.
 * @throws {Error} whose message is one sentence naming the file and what is wrong with it.
 */
export async function readWorld(path: string): Promise<World> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`The world file ${path} cannot be read.`, { cause })
  })
  return parseWorld(text, path)
}

function parseWorld(text: string, path: string): World {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new Error(`The world file ${path} is not JSON.`, { cause })
  }
  const parsed = World.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`The world file ${path} is wrong at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}.`)
}
