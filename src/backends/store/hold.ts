import { sql, type Transaction } from 'kysely'
import type { ConversationRef, ConversationSeen } from '../../domain/inbound.ts'
import type { LaneSignal } from '../../domain/lane.ts'
import { keyOf } from './rows.ts'
import type { Tables } from './schema.ts'

/**
 * Who has a conversation. Payloads come twice, late and in any order, so nothing is concluded from one that follows
 * another; four facts are kept instead, each only ever replaced by a newer one, all in Chatwoot's own time:
 *
 * - `status`, `assignee`, as the newest payload showed them (`seen_at`);
 * - `left_at`: when it was last shown as not the crew's (not pending, or a human assigned);
 * - `human_since`: when a human last spoke, or we handed over; null: given back since.
 *
 * A human who speaks in a pending conversation leaves it pending (facts: Chatwoot §4.6), so `pending` alone does not
 * mean "given back": it does once the conversation was shown as not ours after that word, and as ours after that.
 */
export interface Hold {
  readonly status: string
  readonly assignee: string
  readonly seen_at: number
  readonly left_at: number
  readonly human_since: number | null
}

type Shown = Pick<ConversationSeen, 'status' | 'assignee'>

/** Whether status and assignee leave it to the crew. */
export const isOurs = ({ status, assignee }: { status: string; assignee: string }): boolean =>
  status === 'pending' && assignee !== 'human'

/** What a payload adds to what is known. */
export function withSeen(hold: Hold, seen: Shown & { readonly updatedAtMs: number }): Hold {
  const isNewer = seen.updatedAtMs >= hold.seen_at
  const { status, assignee } = isNewer ? seen : hold
  return givenBack({
    ...hold,
    status,
    assignee,
    seen_at: Math.max(hold.seen_at, seen.updatedAtMs),
    left_at: isOurs(seen) ? hold.left_at : Math.max(hold.left_at, seen.updatedAtMs),
  })
}

/** What a human's word adds; its payload showed the conversation as `seen`. */
export function withWord(hold: Hold, spokeAtMs: number, seen: Shown): Hold {
  const left_at = isOurs(seen) ? hold.left_at : Math.max(hold.left_at, spokeAtMs)
  return givenBack({ ...hold, left_at, human_since: Math.max(hold.human_since ?? 0, spokeAtMs) })
}

/** What it adds that we opened it and then saw it so: it was not ours in between, whatever it is now. */
export const withOpened = (hold: Hold, seen: Shown & { readonly updatedAtMs: number }): Hold =>
  withSeen({ ...hold, left_at: Math.max(hold.left_at, seen.updatedAtMs - 1) }, seen)

function givenBack(hold: Hold): Hold {
  const { human_since, left_at, seen_at } = hold
  const isBack = human_since !== null && isOurs(hold) && left_at >= human_since && seen_at > left_at
  return isBack ? { ...hold, human_since: null } : hold
}

const maySpeak = (hold: Hold): boolean => isOurs(hold) && hold.human_since === null

/**
 * What the lane's runner has to know of a payload. After our hand-over too: as long as words of it wait, it is not our
 * own opening (which stands behind them) that is shown, but a human.
 */
export function signalsOf(before: Hold, after: Hold): readonly LaneSignal['kind'][] {
  if (maySpeak(after)) return maySpeak(before) ? [] : ['given-back']
  const isHumans = after.assignee === 'human' && before.assignee !== 'human'
  return (isOurs(before) && !isOurs(after)) || isHumans ? ['takeover'] : []
}

/** With whose it was when it was last shown. */
export function readHold(
  trx: Transaction<Tables>,
  ref: ConversationRef,
): Promise<(Hold & { readonly tenant: string }) | undefined> {
  return trx
    .selectFrom('lanes')
    .select(['tenant', 'status', 'assignee', 'seen_at', 'left_at', 'human_since'])
    .where((eb) => eb.and(keyOf(ref)))
    .executeTakeFirst()
}

export async function writeHold(trx: Transaction<Tables>, ref: ConversationRef, hold: Hold): Promise<void> {
  const { status, assignee, seen_at, left_at, human_since } = hold
  await trx
    .updateTable('lanes')
    .set({ status, assignee, seen_at, left_at, human_since })
    .where((eb) => eb.and(keyOf(ref)))
    .execute()
}

/** A hand-over is later than everything known of the conversation. */
export const handedOverNow = sql<number>`max(coalesce(human_since, 0), seen_at + 1)`

/** Why a row was closed without an answer: a human had the conversation. */
export const LEFT_TO_HUMANS = 'human-has-it'

/**
 * Opens again what was left to a human who, as is known only now, had given the conversation back: the customer's
 * messages written after `afterMs`, Chatwoot's time.
 */
export async function takeBack(trx: Transaction<Tables>, ref: ConversationRef, afterMs: number): Promise<void> {
  await trx
    .updateTable('inbox')
    .set({ state: 'open', cause: null, turn: null, ready_at: 0, tenant: tenantNow })
    .where((eb) => eb.and({ ...keyOf(ref), state: 'done' }))
    .where('cause', '=', sql.lit(LEFT_TO_HUMANS))
    .where(sql<number>`body_json ->> '$.createdAtMs'`, '>', afterMs)
    .execute()
}

/** Whose the conversation is now: its account may have been mapped anew since. */
const tenantNow = sql<string>`(select lanes.tenant from lanes where lanes.connection = inbox.connection
  and lanes.account = inbox.account and lanes.conversation = inbox.conversation)`
