import { isPrivateHost } from '../base/private-host.ts'
import type { AdminApi, InboxSettings, Profile } from './admin-api.ts'
import { gapsOf, isAtLeast } from './versions.ts'

/** What the operator wants connected. */
export interface SetupAsk {
  /** Null: the administrator's only one. */
  readonly account: number | null
  /** On which inboxes the bot is set. */
  readonly inboxes: 'all' | readonly number[]
  /** Sets the bot also where another one is. */
  readonly replaces: boolean
  /** Where Chatwoot reaches us. */
  readonly publicUrl: string
}

export interface SetupPlan {
  readonly version: string | null
  readonly account: { readonly id: number; readonly name: string } | null
  readonly inboxes: readonly InboxSettings[]
  /** What will be done, in words. */
  readonly steps: readonly string[]
  /** Why nothing can be done. */
  readonly obstacles: readonly string[]
  /** What will work less well, and what to do about it. */
  readonly missing: readonly string[]
}

/** Looks at a Chatwoot and says what connecting it would do and what is missing. Changes nothing. @throws {Failure} */
export async function planSetup(api: AdminApi, ask: SetupAsk): Promise<SetupPlan> {
  const [{ version }, profile] = await Promise.all([api.about(), api.profile()])
  const chosen = chooseAccount(profile, ask.account)
  if (typeof chosen === 'string')
    return { version, account: null, inboxes: [], steps: [], obstacles: [chosen], missing: missingOf(version, ask) }
  const all = await api.inboxes(chosen.id)
  const wanted = all.filter(({ id }) => ask.inboxes === 'all' || ask.inboxes.includes(id))
  const unknown = ask.inboxes === 'all' ? [] : ask.inboxes.filter((id) => !all.some((inbox) => inbox.id === id))
  const taken = await otherBots(api, chosen.id, wanted)
  const inboxes = wanted.filter(({ id }) => ask.replaces || !taken.has(id))
  const obstacles = [
    ...(unknown.length > 0 ? [`the account has no inbox ${unknown.join(', ')}; it has ${names(all) || 'none'}`] : []),
    ...(wanted.length > 0 && inboxes.length === 0 ? ['every inbox has another bot; --replace sets ours'] : []),
  ]
  const kept = wanted.filter(({ id }) => !ask.replaces && taken.has(id))
  return {
    ...{ version, account: chosen, inboxes, obstacles },
    steps: stepsOf(chosen, inboxes),
    missing: [
      ...kept.map(({ id, name }) => `inbox ${id} (${name}) keeps its bot "${taken.get(id)}"; --replace sets ours`),
      ...(all.length === 0 ? ['the account has no inbox yet: the bot is set on none'] : []),
      ...missingOf(version, ask),
      ...inboxes.flatMap(talkingOver),
    ],
  }
}

type Account = Profile['accounts'][number]

/** The account, or why none can be chosen. */
function chooseAccount({ name, accounts }: Profile, wanted: number | null): Account | string {
  const found = wanted === null && accounts.length === 1 ? accounts[0] : accounts.find(({ id }) => id === wanted)
  const list = accounts.map(({ id, name: each }) => `${id} (${each})`).join(', ')
  if (!found && wanted === null) return `the token's user has several accounts: choose one with --account: ${list}`
  if (!found) return `the token's user is not in account ${wanted}; it is in ${list || 'none'}`
  if (found.role === 'administrator') return found
  return `${name} is "${found.role}" in account ${found.id}: the token must be an administrator's`
}

async function otherBots(api: AdminApi, account: number, inboxes: readonly InboxSettings[]) {
  const bots = new Map<number, string>()
  for (const { id } of inboxes) {
    const bot = await api.botOf(account, id)
    if (bot) bots.set(id, bot.name)
  }
  return bots
}

const names = (inboxes: readonly InboxSettings[]) => inboxes.map(({ id, name }) => `${id} (${name})`).join(', ')

const stepsOf = ({ id, name }: Account, inboxes: readonly InboxSettings[]): string[] => [
  `make an agent bot in account ${id} (${name})`,
  `make an account webhook, which tells what humans do`,
  ...inboxes.map((inbox) => `set the bot on inbox ${inbox.id} (${inbox.name}, ${inbox.channel})`),
  'keep the tokens and secrets here, encrypted',
  'send a signed test to the webhook address',
]

function missingOf(version: string | null, { publicUrl }: SetupAsk): string[] {
  const url = new URL(publicUrl)
  const gaps = version === null ? [] : gapsOf(version)
  return [
    ...(version === null ? ['this Chatwoot does not say its version: taken for a new one'] : []),
    ...gaps.map(
      ({ since, what, without }) => `Chatwoot ${version} is older than ${since}: ${what}. Without it ${without}.`,
    ),
    ...(isPrivateHost(url.hostname) && (version === null || isAtLeast(version, '4.14.0')) ? [PRIVATE] : []),
    ...(url.protocol === 'http:' && !isPrivateHost(url.hostname) ? [PLAIN] : []),
    LIMITED,
  ]
}

const PRIVATE =
  'PUBLIC_URL is a private address: set SAFE_FETCH_ALLOW_PRIVATE_NETWORK=true for Chatwoot’s web and sidekiq (4.14.1 or newer), or Chatwoot will refuse to call it'
const PLAIN = 'PUBLIC_URL is http://: customers’ words cross the network in clear text; put TLS before this server'
const LIMITED =
  'Chatwoot allows one address 3,000 requests a minute: list this server’s in RACK_ATTACK_ALLOWED_IPS when it serves more than a few shops'

const talkingOver = ({ id, name, templates }: InboxSettings): string[] =>
  templates.map(
    (template) => `inbox ${id} (${name}) sends its own ${template} message: turn it off, or it talks over us`,
  )
