import { sql, type Transaction } from 'kysely'
import { Failure } from '../../base/failure.ts'
import { laneOf } from '../../domain/inbound.ts'
import { maySpeak } from '../../domain/lane.ts'
import type { TurnRecord } from '../../domain/turn-record.ts'
import { handedOverNow, LEFT_TO_HUMANS } from './hold.ts'
import { holdsLease } from './leases.ts'
import { keyOf, laneColumns, laneStateFrom } from './rows.ts'
import type { Tables } from './schema.ts'
import { setIdle } from './timers.ts'

export interface TurnCommit {
  readonly record: TurnRecord
  readonly owner: string
  readonly fence: number
  readonly nowMs: number
}

/**
 * Writes a turn, what it wants done, and the end of the inbox rows it answers: all or nothing. `false` when it may
 * not be said any more: a human took over meanwhile (or gave back, when it leaves the rows to a human), or a row was
 * answered elsewhere; nothing is written then.
 * @throws {Failure} LEASE_LOST another process has the lane
 */
export async function commitTurn(
  trx: Transaction<Tables>,
  { record, owner, fence, nowMs }: TurnCommit,
): Promise<boolean> {
  if (!(await holdsLease(trx, { ref: record.lane, owner, fence })))
    throw new Failure('LEASE_LOST', { lane: laneOf(record.lane) })
  if (!(await mayWrite(trx, record))) return false
  const afterId = await closeRows(trx, record)
  await trx.insertInto('turns').values(turnColumns(record)).execute()
  await insertSteps(trx, record)
  await planActions(trx, record, { nowMs, afterId })
  await remember(trx, record, nowMs)
  await setIdle(trx, record.lane, idleOf(record))
  return true
}

async function mayWrite(trx: Transaction<Tables>, { lane, answers, result }: TurnRecord): Promise<boolean> {
  const { open } = await trx
    .selectFrom('inbox')
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('id', 'in', answers)
    .where('tenant', '=', lane.tenant)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  if (open !== answers.length) return false
  const isLeft = result.reason === LEFT_TO_HUMANS
  if ((result.outcome === 'silent' && !isLeft) || result.reason === 'delivery-failed') return true
  const row = await trx
    .selectFrom('lanes')
    .selectAll()
    .where((eb) => eb.and(keyOf(lane)))
    .executeTakeFirst()
  return row === undefined || maySpeak(laneStateFrom(row)) !== isLeft
}

/** Ends the rows; the newest Chatwoot message among them. */
async function closeRows(
  trx: Transaction<Tables>,
  { id, answers, parkCause, result }: TurnRecord,
): Promise<number | null> {
  const cause = parkCause ?? (result.outcome === 'answered' ? null : result.reason)
  const ended = { state: parkCause === null ? 'done' : 'parked', cause }
  const closed = await trx
    .updateTable('inbox')
    .set({ ...ended, turn: id })
    .where('id', 'in', answers)
    .returning(sql<number | null>`body_json ->> '$.messageId'`.as('message'))
    .execute()
  const ids = closed.flatMap(({ message }) => message ?? [])
  return ids.length > 0 ? Math.max(...ids) : null
}

const idleOf = ({ id, idle, result }: TurnRecord) =>
  idle === undefined ? null : { turn: id, language: result.language, ...idle }

const turnColumns = (record: TurnRecord) => {
  const { result } = record
  return {
    id: record.id,
    ...laneColumns(record.lane),
    channel: record.channel,
    contact: record.contact,
    crew_type: record.crewType,
    engine: record.engine,
    config_hash: record.configHash,
    plan_hash: record.planHash,
    knowledge_hash: record.knowledgeHash,
    intent: result.intent,
    confidence: result.understanding.confidence,
    language: result.language,
    outcome: result.outcome,
    reason: result.reason,
    model_calls: result.usage.modelCalls,
    input_tokens: result.usage.inputTokens,
    output_tokens: result.usage.outputTokens,
    started_at: record.startedAtMs,
    gate_ms: record.gateMs,
    crew_ms: record.crewMs,
    detail_json: JSON.stringify({
      text: record.text,
      slots: result.understanding.slots,
      passages: result.evidence.passages,
      tools: result.evidence.tools.map(({ tool, result: { ok, data, problem } }) => ({ tool, ok, data, problem })),
    }),
  }
}

async function insertSteps(trx: Transaction<Tables>, { id, lane, result }: TurnRecord): Promise<void> {
  if (result.steps.length === 0) return
  const rows = result.steps.map((step, seq) => ({
    turn: id,
    tenant: lane.tenant,
    seq,
    agent: step.agent,
    task: step.task,
    kind: step.kind,
    start_ms: step.startMs,
    ms: step.ms,
    request_json: JSON.stringify(step.request ?? null),
    response_json: JSON.stringify(step.response ?? null),
    error: step.error,
  }))
  await trx.insertInto('steps').values(rows).execute()
}

async function planActions(
  trx: Transaction<Tables>,
  { id, lane, actions }: TurnRecord,
  { nowMs, afterId }: { nowMs: number; afterId: number | null },
): Promise<void> {
  if (actions.length === 0) return
  const rows = actions.map(({ marker, action }, seq) => ({
    ...laneColumns(lane),
    turn: id,
    seq,
    kind: action.kind,
    body_json: JSON.stringify(action),
    marker,
    state: 'planned',
    attempts: 0,
    planned_at: nowMs,
    due_at: 0,
    after_id: afterId,
  }))
  // What is done once in a conversation has a marker of its own making.
  await trx
    .insertInto('outbox')
    .values(rows)
    .onConflict((conflict) => conflict.column('marker').doNothing())
    .execute()
}

/** Keeps the customer's and our own words for the window, and who has the conversation now. */
async function remember(trx: Transaction<Tables>, record: TurnRecord, nowMs: number): Promise<void> {
  const ours = record.actions.flatMap(({ marker, action }) =>
    action.kind === 'message' ? [{ source: `o:${marker}`, by: 'crew', text: action.text, at: nowMs }] : [],
  )
  const theirs =
    record.text === '' ? [] : [{ source: `t:${record.id}`, by: 'customer', text: record.text, at: record.startedAtMs }]
  const said = [...theirs, ...ours].map((each) => ({ ...laneColumns(record.lane), ...each }))
  if (said.length > 0)
    await trx
      .insertInto('said')
      .values(said)
      .onConflict((c) => c.doNothing())
      .execute()
  if (ours.length === 0 && !record.handsOver) return
  await trx
    .updateTable('lanes')
    .set({
      turns: sql<number>`turns + ${ours.length > 0 ? 1 : 0}`,
      ...(record.handsOver ? { human_since: handedOverNow } : {}),
    })
    .where((eb) => eb.and(keyOf(record.lane)))
    .execute()
}
