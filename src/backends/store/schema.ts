import type { Generated } from 'kysely'
import type { OfficeTables } from './office-schema.ts'

/** Every table of the store. Times are epoch ms; `*_json` is JSON text; booleans are 0 or 1. */
export interface Tables extends OfficeTables {
  inbox: InboxTable
  lanes: LanesTable
  leases: LeasesTable
  turns: TurnsTable
  steps: StepsTable
  outbox: OutboxTable
  timers: TimersTable
  said: SaidTable
  marks: MarksTable
}

/** What the columns of a conversation are called in every table that has one. */
interface InConversation {
  tenant: string
  connection: string
  account: number
  conversation: number
}

/** What customers wrote and we have to act on. Unique by connection + dedupe: a webhook delivered twice is one row. */
export interface InboxTable extends InConversation {
  id: Generated<number>
  dedupe: string
  /** `customer-message`, `customer-answered`, `delivery-failed` or `hint`. */
  kind: string
  body_json: string
  /** open → done | parked. */
  state: string
  received_at: number
  /** Not before then (a retry's wait). */
  ready_at: number
  attempts: number
  deaths: Generated<number>
  /** Chatwoot's number of who wrote it; null: not a customer's message, or not known. */
  contact: number | null
  /** Set while it runs, once two starts have found it open: what a death is counted on. */
  started_at: number | null
  turn: string | null
  cause: string | null
}

/** A conversation as we know it. One row per lane. */
export interface LanesTable extends InConversation {
  inbox: number | null
  status: string
  assignee: string
  /** `ConversationSeen`, as the newest payload showed it. */
  seen_json: string
  /** Chatwoot's `updated_at` of what the columns above were read from. */
  seen_at: number
  /** Since when a human has it, Chatwoot's time; null: nobody, or it was given back. `hold.ts` says how it is known. */
  human_since: Generated<number | null>
  /** When it was last shown as not the crew's, Chatwoot's time; 0: never. */
  left_at: Generated<number>
  /** Our turns in it that said something. */
  turns: Generated<number>
}

/** Who works on a lane. A lease not renewed for `LEASE_MS` may be taken by another process. */
export interface LeasesTable {
  connection: string
  account: number
  conversation: number
  owner: string | null
  /** Grows with each taking: a write with an older number is refused. */
  fence: number
  beat_at: number
}

export interface TurnsTable extends InConversation {
  id: string
  channel: string
  contact: number | null
  crew_type: string
  engine: string
  config_hash: string
  plan_hash: string
  knowledge_hash: string
  intent: string
  confidence: number
  language: string
  outcome: string
  reason: string | null
  model_calls: number
  input_tokens: number
  output_tokens: number
  started_at: number
  gate_ms: number
  crew_ms: number
  /** What was understood and what the reply rests on; see `TurnRecord.detail`. */
  detail_json: string
}

export interface StepsTable {
  turn: string
  tenant: string
  seq: number
  agent: string
  task: string
  kind: string
  start_ms: number
  ms: number
  request_json: string
  response_json: string
  error: string | null
}

/** What is to be done at Chatwoot; its states are written above `outbox.ts`. */
export interface OutboxTable extends InConversation {
  id: Generated<number>
  turn: string
  seq: number
  kind: string
  body_json: string
  /** Carried in `content_attributes` of what is posted: how a message is known again. */
  marker: string
  state: string
  attempts: number
  planned_at: number
  /** When the last POST began. */
  began_at: number | null
  /** How long it has been watched since then, by a clock nobody can set, in ms. */
  waited_ms: Generated<number>
  /** How often it was believed absent and sent again. */
  repeats: Generated<number>
  /** 1: a human took over while it was on its way; it is never said again. */
  is_final: Generated<number>
  /** The newest message of the conversation that was known when it was planned: ours is newer. */
  after_id: Generated<number | null>
  /** Not before then. */
  due_at: number
  chatwoot_id: number | null
  ended_at: number | null
  error: string | null
}

/** Waits longer than a turn. A row is a hint to look at its lane again; what is due stands in the lane's own rows. */
export interface TimersTable extends InConversation {
  /** One per purpose: setting it again moves it. */
  key: string
  kind: string
  due_at: number
  /** What becomes work of its lane then; null: a hint alone. */
  payload_json: Generated<string | null>
}

/** The window of what was said, for agents. */
export interface SaidTable extends InConversation {
  id: Generated<number>
  /** `m:<Chatwoot message id>` or `o:<outbox marker>`. */
  source: string
  by: string
  text: string
  at: number
}

/** Moments that a start has to know: `born`, and by account `met:<connection>/<account>` and `swept:…`. */
export interface MarksTable {
  key: string
  at: number
}
