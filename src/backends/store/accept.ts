import type { Transaction } from 'kysely'
import type { TenantId } from '../../domain/ids.ts'
import { type ConversationSeen, type Inbound, laneOf } from '../../domain/inbound.ts'
import type { LaneSignal, WorkEvent } from '../../domain/lane.ts'
import { statesBefore } from '../../domain/outbox.ts'
import { isOurs, readHold, signalsOf, takeBack, withSeen, withWord, writeHold } from './hold.ts'
import { dropPlannedOpening, dropPlannedWords, dropWordsAfterFailure, planOpening } from './outbox.ts'
import { cutWords } from './remap.ts'
import { keyOf } from './rows.ts'
import type { Tables } from './schema.ts'
import { IS_OPEN } from './states.ts'
import { addUndeliverable, markerOfMessage } from './undeliverable.ts'

/** An inbound whose tenant is known. */
export interface Addressed {
  readonly tenant: TenantId
  readonly inbound: Inbound
}

/**
 * Takes over what the queue handed on, in one transaction: what a customer did becomes an inbox row (once, by
 * connection + dedupe), what a payload shows of its conversation is kept when it is newer, a human's word or a
 * give-back changes who has the conversation, a receipt settles its outbox row. Every effect may be applied twice
 * and in any order. Returns what the lanes' runners have to look at.
 */
export async function accept(trx: Transaction<Tables>, batch: readonly Addressed[]): Promise<LaneSignal[]> {
  const signals = new Map<string, LaneSignal>()
  for (const each of batch) {
    const kinds = await acceptOne(trx, each)
    const { connection, account, conversation } = each.inbound
    if (kinds.includes('takeover'))
      await dropPlannedWords(trx, { ref: each.inbound, reason: 'a human took over', atMs: each.inbound.receivedAtMs })
    for (const kind of kinds) {
      const signal = { tenant: each.tenant, connection, account, conversation, kind }
      signals.set(`${laneOf(signal)} ${kind}`, signal)
    }
  }
  return [...signals.values()]
}

type Kinds = readonly LaneSignal['kind'][]

async function acceptOne(trx: Transaction<Tables>, { tenant, inbound }: Addressed): Promise<Kinds> {
  if (!inbound.signed) return addWork(trx, { tenant, inbound, work: hintOf(inbound) })
  const changes = await see(trx, { tenant, inbound })
  const { event } = inbound
  switch (event.kind) {
    case 'customer-message':
    case 'customer-answered':
      return [...changes, ...(await addWork(trx, { tenant, inbound, work: event }))]
    case 'human-spoke':
      return [...changes, ...(await humanSpoke(trx, { tenant, inbound, event }))]
    case 'receipt':
      return [...changes, ...(await settle(trx, { tenant, inbound, event }))]
    case 'conversation-changed':
      return changes
  }
}

/** Of an unsigned body nothing is believed but account, conversation and message id. */
const hintOf = ({ event }: Inbound): WorkEvent => ({
  kind: 'hint',
  messageId: 'messageId' in event ? event.messageId : null,
})

interface Work extends Addressed {
  readonly work: WorkEvent
}

async function addWork(trx: Transaction<Tables>, { tenant, inbound, work }: Work): Promise<Kinds> {
  const added = await trx
    .insertInto('inbox')
    .values({
      tenant,
      ...keyOf(inbound),
      dedupe: inbound.signed ? inbound.dedupe : `hint:${inbound.dedupe}`,
      kind: work.kind,
      body_json: JSON.stringify(work),
      state: 'open',
      received_at: inbound.receivedAtMs,
      ready_at: 0,
      attempts: 0,
      contact: work.kind === 'customer-message' ? (inbound.seen.contact?.id ?? null) : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return added.numInsertedOrUpdatedRows === 1n ? ['work'] : []
}

/** Keeps what the payload shows of the conversation, when nothing newer is known. */
async function see(trx: Transaction<Tables>, { tenant, inbound }: Addressed): Promise<Kinds> {
  const before = await readHold(trx, inbound)
  const { seen } = inbound
  if (!before) {
    const left_at = isOurs(seen) ? 0 : seen.updatedAtMs
    const row = { tenant, ...keyOf(inbound), inbox: inbound.inbox, ...columnsOf(seen), left_at }
    await trx.insertInto('lanes').values(row).execute()
    return []
  }
  const after = withSeen(before, seen)
  const shown = seen.updatedAtMs < before.seen_at ? {} : { inbox: inbound.inbox, ...columnsOf(seen) }
  await trx
    .updateTable('lanes')
    .set({ tenant, ...shown, left_at: after.left_at, human_since: after.human_since })
    .where((eb) => eb.and(keyOf(inbound)))
    .execute()
  const isAnothers = before.tenant !== tenant
  const isMoved = isAnothers && (await moveWork(trx, { tenant, inbound }))
  const from = { ...keyOf(inbound), connection: inbound.connection, tenant: before.tenant as TenantId }
  const isCut = isAnothers && (await cutWords(trx, { from, to: tenant, atMs: inbound.receivedAtMs }))
  const shows = signalsOf(before, after)
  const kinds: Kinds = [...shows, ...(isMoved ? (['work'] as const) : []), ...(isCut ? (['takeover'] as const) : [])]
  if (kinds.includes('given-back')) {
    await takeBack(trx, inbound, after.left_at)
    await dropPlannedOpening(trx, { ref: inbound, atMs: inbound.receivedAtMs })
  }
  if (shows.includes('takeover') && after.status === 'pending') await openFor(trx, { tenant, inbound })
  return kinds
}

/**
 * What waits to be answered goes with its conversation to the tenant that its account is mapped to now: the one it was
 * of does not know the conversation any more. What was said and planned stays where it was. Whether anything waited.
 */
async function moveWork(trx: Transaction<Tables>, { tenant, inbound }: Addressed): Promise<boolean> {
  const moved = await trx
    .updateTable('inbox')
    .set({ tenant })
    .where((eb) => eb.and(keyOf(inbound)))
    .where(IS_OPEN)
    .executeTakeFirst()
  return moved.numUpdatedRows > 0n
}

const columnsOf = (seen: ConversationSeen) => ({
  status: seen.status,
  assignee: seen.assignee,
  seen_json: JSON.stringify(seen),
  seen_at: seen.updatedAtMs,
})

type Event<K extends Inbound['event']['kind']> = Extract<Inbound['event'], { kind: K }>

async function humanSpoke(
  trx: Transaction<Tables>,
  { tenant, inbound, event }: Addressed & { event: Event<'human-spoke'> },
): Promise<Kinds> {
  if (event.isPrivate) return STOP_NOTE.test(event.text) ? takeOver(trx, { tenant, inbound, event }) : []
  const said = {
    tenant,
    ...keyOf(inbound),
    source: `m:${event.messageId}`,
    by: 'human',
    text: event.text,
    at: event.createdAtMs,
  }
  const added = await trx
    .insertInto('said')
    .values(said)
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return added.numInsertedOrUpdatedRows === 1n ? takeOver(trx, { tenant, inbound, event }) : []
}

/** The stop button of one conversation, as a private note. */
const STOP_NOTE = /^\s*\/bot\s+off\b/i

async function takeOver(
  trx: Transaction<Tables>,
  { tenant, inbound, event }: Addressed & { event: Event<'human-spoke'> },
): Promise<Kinds> {
  const before = await readHold(trx, inbound)
  if (!before) return []
  const after = withWord(before, event.createdAtMs, inbound.seen)
  await writeHold(trx, inbound, after)
  if (after.human_since === null) return []
  if (before.human_since === null && isOurs(after)) await openFor(trx, { tenant, inbound })
  return ['takeover']
}

const openFor = (trx: Transaction<Tables>, { tenant, inbound }: Addressed): Promise<void> =>
  planOpening(trx, { ref: inbound, tenant, atMs: inbound.receivedAtMs })

async function settle(
  trx: Transaction<Tables>,
  { tenant, inbound, event }: Addressed & { event: Event<'receipt'> },
): Promise<Kinds> {
  const failed = event.status === 'failed'
  const state = failed ? 'failed' : 'confirmed'
  const settled = await trx
    .updateTable('outbox')
    .set({
      state,
      chatwoot_id: event.messageId,
      ended_at: inbound.receivedAtMs,
      error: event.error,
    })
    .where('connection', '=', inbound.connection)
    .where((eb) =>
      event.marker === null
        ? eb('chatwoot_id', '=', event.messageId)
        : eb.or([eb('marker', '=', event.marker), eb('chatwoot_id', '=', event.messageId)]),
    )
    .where('state', 'in', statesBefore(state))
    .executeTakeFirst()
  const kinds: Kinds = settled.numUpdatedRows > 0n ? ['settled'] : []
  if (!failed) return kinds
  const { connection, account, conversation, receivedAtMs: atMs } = inbound
  const { messageId } = event
  const marker = event.marker ?? (await markerOfMessage(trx, inbound, messageId))
  const lane = { tenant, connection, account, conversation }
  const isNews = await addUndeliverable(trx, { lane, marker, messageId, error: event.error ?? '', atMs })
  if (!isNews) return kinds
  // Told again, it says nothing of what was planned since.
  await dropWordsAfterFailure(trx, { ref: inbound, atMs })
  return [...kinds, 'work']
}
