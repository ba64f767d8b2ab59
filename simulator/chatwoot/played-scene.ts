import { type ChatwootSimulator, openChatwootSimulator } from './chatwoot.ts'
import type { Pace } from './engine.ts'
import type { FaultChange } from './faults.ts'
import { openRecordingReceiver, type RecordingReceiver } from './recording-receiver.ts'
import type { Json } from './records.ts'
import type { WorldInput } from './world.ts'

const CHANNELS: [id: number, channel: string, more?: Json][] = [
  [101, 'Channel::Whatsapp'],
  [102, 'Channel::WebWidget'],
  [103, 'Channel::Instagram'],
  [104, 'Channel::FacebookPage'],
  [105, 'Channel::Telegram'],
  [106, 'Channel::TwilioSms', { medium: 'sms' }],
  [107, 'Channel::TwilioSms', { medium: 'whatsapp' }],
  [108, 'Channel::Line'],
  [109, 'Channel::Whatsapp', { hasBot: false }],
]
const EVENTS = [
  ...['conversation_status_changed', 'conversation_updated', 'conversation_created', 'contact_created'],
  ...['contact_updated', 'message_created', 'webwidget_triggered', 'conversation_typing_on', 'conversation_typing_off'],
]

/** A small installation with a bot and an account webhook that record, for the simulator's own tests. */
export interface Scene extends AsyncDisposable {
  readonly simulator: ChatwootSimulator
  readonly bot: RecordingReceiver
  readonly account: RecordingReceiver
  readonly api: RecordingReceiver
  /** POSTs (or, without a body, GETs) and waits until everything has arrived. */
  call(
    path: string,
    options?: { body?: unknown; token?: string; method?: string },
  ): Promise<{ status: number; json: Json }>
  /** The customer writes; the conversation's id. */
  say(text: string, options?: { inbox?: number; contact?: string; attachments?: unknown[] }): Promise<number>
}

export interface SceneOptions {
  readonly version?: string
  readonly pace?: Partial<Pace>
  readonly faults?: FaultChange
  readonly world?: Partial<WorldInput>
  readonly keepPendingOnBotFailure?: boolean
}

export const BOT_TOKEN = 'bot-token'
export const USER_TOKEN = 'user-token'
export const AGENT_TOKEN = 'agent-token'
export const BOT_SECRET = 'bot-secret'

export async function playScene(options: SceneOptions = {}): Promise<Scene> {
  const stack = new AsyncDisposableStack()
  const [bot, account, api] = [
    stack.use(await openRecordingReceiver()),
    stack.use(await openRecordingReceiver()),
    stack.use(await openRecordingReceiver()),
  ]
  const world = sceneWorld(options, { bot: bot.url, account: account.url, api: api.url })
  const pace = { receiptMs: [0, 0, 1] as const, retryDelayMs: 1, ...options.pace }
  const simulator = stack.use(await openChatwootSimulator({ world, pace, faults: options.faults ?? {} }))
  const call: Scene['call'] = async (path, { body, token, method = body === undefined ? 'GET' : 'POST' } = {}) => {
    const headers = { 'Content-Type': 'application/json', ...(token && { 'Api-Access-Token': token }) }
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const answer = await fetch(`${simulator.url}${path}`, init)
    const text = await answer.text()
    await simulator.settled()
    return { status: answer.status, json: isJson(answer) ? (JSON.parse(text) as Json) : { text } }
  }
  const say: Scene['say'] = async (text, { inbox = 101, contact = 'dana', attachments = [] } = {}) => {
    const { json } = await call('/simulator/messages', { body: { account: 1, inbox, contact, text, attachments } })
    return Number(json.conversation)
  }
  return { simulator, bot, account, api, call, say, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

const isJson = (answer: Response): boolean => (answer.headers.get('content-type') ?? '').includes('json')

function sceneWorld(options: SceneOptions, urls: { bot: string; account: string; api: string }): WorldInput {
  const { version = '4.16.0', keepPendingOnBotFailure = false } = options
  const inboxes = CHANNELS.map(([id, channel, more]) => ({ id, name: `Inbox ${id}`, channel, ...more }))
  const apiInbox = { id: 110, name: 'Gateway', channel: 'Channel::Api', webhookUrl: urls.api, secret: 'api-secret' }
  const dana = { key: 'dana', name: 'Dana Rivers', phone: '+5511955550101', email: null }
  return {
    version,
    bot: { id: 3, name: 'Helper Bot', token: BOT_TOKEN, secret: BOT_SECRET, outgoingUrl: `${urls.bot}/hook` },
    users: [
      { id: 7, name: 'Sam Porter', email: 'sam@acme.example', token: USER_TOKEN, role: 'administrator' },
      { id: 8, name: 'Kim Vale', email: 'kim@acme.example', token: AGENT_TOKEN, role: 'agent' },
    ],
    accounts: [
      {
        ...{ id: 1, tenant: 'acme/account_1', name: 'Acme Demo', keepPendingOnBotFailure },
        ...{ inboxes: [...inboxes, apiInbox], contacts: [dana], teams: [{ id: 4, name: 'billing' }] },
      },
      {
        id: 2,
        tenant: 'other/account_2',
        name: 'Other',
        inboxes: [{ id: 201, name: 'W', channel: 'Channel::Whatsapp' }],
      },
    ],
    webhooks: [{ account: 1, url: `${urls.account}/account`, secret: 'account-secret', subscriptions: EVENTS }],
    ...options.world,
  }
}
