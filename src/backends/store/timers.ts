import type { Kysely, Transaction } from 'kysely'
import { LONGEST_WAIT_MS } from '../../base/clock.ts'
import { laneOf } from '../../domain/inbound.ts'
import type { IdleStep, Lane, WorkEvent } from '../../domain/lane.ts'
import type { Language } from '../../domain/language.ts'
import { laneColumns, laneFrom } from './rows.ts'
import type { Tables } from './schema.ts'

/** `wake`: the lane's runner looks at its rows again. `idle`: nobody has said anything for as long as the tenant waits. */
type TimerKind = 'wake' | 'idle'

export interface Timer {
  readonly lane: Lane
  readonly kind: TimerKind
  readonly dueAtMs: number
}

/** What is done when the customer says nothing more. */
export interface IdleWait {
  /** The turn after which nobody has said anything. */
  readonly turn: string
  readonly step: IdleStep
  readonly language: Language
  readonly spokeAtMs: number
  readonly dueAtMs: number
}

/** One of a kind that is further away than any of its kind can be is due: the clock was set back. */
const LONGEST_MS: Readonly<Record<TimerKind, number>> = { wake: LONGEST_WAIT_MS, idle: 32 * 86_400_000 }

/** Of a conversation that was another tenant's before, each tenant has its own. */
const keyOfTimer = (kind: TimerKind, lane: Lane): string => `${kind}:${lane.tenant} ${laneOf(lane)}`

/** Has the lane's runner look again then, or earlier: it is never moved later, so no wait is lost. */
export async function setWake(
  trx: Transaction<Tables>,
  { lane, dueAtMs }: { lane: Lane; dueAtMs: number },
): Promise<void> {
  await trx
    .insertInto('timers')
    .values({ key: keyOfTimer('wake', lane), ...laneColumns(lane), kind: 'wake', due_at: dueAtMs })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({ due_at: dueAtMs }).where('timers.due_at', '>', dueAtMs),
    )
    .execute()
}

/** What a turn decides about the silence after it, in its own transaction: another wait, or none. */
export async function setIdle(trx: Transaction<Tables>, lane: Lane, idle: IdleWait | null): Promise<void> {
  const key = keyOfTimer('idle', lane)
  if (!idle) return void (await trx.deleteFrom('timers').where('key', '=', key).execute())
  const { dueAtMs, ...payload } = idle
  const set = { due_at: dueAtMs, payload_json: JSON.stringify(payload) }
  await trx
    .insertInto('timers')
    .values({ key, ...laneColumns(lane), kind: 'idle', ...set })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(set))
    .execute()
}

/**
 * The timers that are due, taken out. A `wake` asks for nothing but a look at rows that are still there: a crash after
 * this loses a hint, never the work. What an `idle` asks for becomes work of its lane in the same transaction.
 */
export async function takeDueTimers(trx: Transaction<Tables>, nowMs: number, limit = 200): Promise<Timer[]> {
  const due = await trx
    .selectFrom('timers')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('due_at', '<=', nowMs),
        eb.and([eb('kind', '=', 'wake'), eb('due_at', '>', nowMs + LONGEST_MS.wake)]),
        eb('due_at', '>', nowMs + LONGEST_MS.idle),
      ]),
    )
    .orderBy('due_at')
    .limit(limit)
    .execute()
  if (due.length === 0) return []
  const keys = due.map(({ key }) => key)
  await trx.deleteFrom('timers').where('key', 'in', keys).execute()
  const timers = due.map((row) => ({ ...row, lane: laneFrom(row) }))
  for (const { lane, payload_json: payload } of timers)
    if (payload !== null) await addIdleWork(trx, { lane, payload: JSON.parse(payload), nowMs })
  return timers.map(({ lane, kind, due_at: dueAtMs }) => ({ lane, kind: kind as TimerKind, dueAtMs }))
}

async function addIdleWork(
  trx: Transaction<Tables>,
  { lane, payload, nowMs }: { lane: Lane; payload: Omit<IdleWait, 'dueAtMs'>; nowMs: number },
): Promise<void> {
  const { turn, ...rest } = payload
  const work = { kind: 'idle', messageId: null, ...rest } satisfies WorkEvent
  const row = { ...laneColumns(lane), dedupe: `idle:${turn}`, kind: work.kind, body_json: JSON.stringify(work) }
  await trx
    .insertInto('inbox')
    .values({ ...row, state: 'open', received_at: nowMs, ready_at: 0, attempts: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** When the next timer is due, epoch ms; null: none. */
export async function nextTimerAt(db: Kysely<Tables>): Promise<number | null> {
  const row = await db.selectFrom('timers').select('due_at').orderBy('due_at').limit(1).executeTakeFirst()
  return row?.due_at ?? null
}
