import type { Selectable } from 'kysely'
import type { ConnectionId, TenantId } from '../../domain/ids.ts'
import type { ConversationRef } from '../../domain/inbound.ts'
import type { InboxRow, Lane, LaneState } from '../../domain/lane.ts'
import type { OutboxRow, OutboxState } from '../../domain/outbox.ts'
import type { InboxTable, LanesTable, OutboxTable } from './schema.ts'

/** The columns that name a conversation. */
export const keyOf = ({ connection, account, conversation }: ConversationRef) => ({ connection, account, conversation })

export const laneColumns = (lane: Lane) => ({ tenant: lane.tenant as string, ...keyOf(lane) })

interface InConversation {
  readonly tenant: string
  readonly connection: string
  readonly account: number
  readonly conversation: number
}

/** Rows hold ids that were parsed when they came in. */
export const laneFrom = (row: InConversation): Lane => ({
  tenant: row.tenant as TenantId,
  connection: row.connection as ConnectionId,
  account: row.account,
  conversation: row.conversation,
})

export const inboxRowFrom = (row: Selectable<InboxTable>): InboxRow => ({
  ...laneFrom(row),
  id: row.id,
  event: JSON.parse(row.body_json),
  receivedAtMs: row.received_at,
  readyAtMs: row.ready_at,
  attempts: row.attempts,
  deaths: row.deaths,
})

export const laneStateFrom = (row: Selectable<LanesTable>): LaneState => ({
  ...laneFrom(row),
  inbox: row.inbox,
  status: row.status as LaneState['status'],
  assignee: row.assignee as LaneState['assignee'],
  seen: JSON.parse(row.seen_json),
  humanSinceMs: row.human_since,
  turns: row.turns,
})

export const outboxRowFrom = (row: Selectable<OutboxTable>): OutboxRow => ({
  ...laneFrom(row),
  id: row.id,
  turn: row.turn,
  seq: row.seq,
  action: JSON.parse(row.body_json),
  marker: row.marker,
  state: row.state as OutboxState,
  attempts: row.attempts,
  beganAtMs: row.began_at,
  waitedMs: row.waited_ms,
  repeats: row.repeats,
  afterId: row.after_id,
  dueAtMs: row.due_at,
  chatwootId: row.chatwoot_id,
  error: row.error,
})
