import { type Kysely, type SqlBool, sql, type Transaction } from 'kysely'
import { newId } from '../../base/id.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { Lane } from '../../domain/lane.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import { OF_PAUSE } from '../../domain/outbox.ts'
import type { GroupCommit } from './group-commit.ts'
import { handedOverNow } from './hold.ts'
import { keyOf, laneFrom } from './rows.ts'
import type { Tables } from './schema.ts'
import { IS_OF_CREW, IS_OPEN, IS_UNFINISHED } from './states.ts'

/** A tenant, or all of them. */
export type PauseScope = TenantId | '*'

export interface Pause {
  readonly scope: PauseScope
  readonly atMs: number
  readonly who: string
}

export interface Begun {
  /** Conversations that are the humans' from now on: somebody waits there for an answer. */
  readonly given: readonly Lane[]
  /** How many of the crew's have nobody waiting; `giveIdle` gives them to humans. */
  readonly idle: number
}

/**
 * The stop button. A pause is durable, and puts every conversation that the crew had into the hands of its humans: where
 * somebody waits at once, the others after them and little by little, for each costs a request at Chatwoot.
 */
export class Pauses {
  readonly #read: Kysely<Tables>
  readonly #writes: GroupCommit

  constructor(read: Kysely<Tables>, writes: GroupCommit) {
    this.#read = read
    this.#writes = writes
  }

  async list(): Promise<Pause[]> {
    const rows = await this.#read.selectFrom('pauses').selectAll().orderBy('at').execute()
    return rows.map(({ scope, at, who }) => ({ scope: scope as PauseScope, atMs: at, who }))
  }

  /**
   * Notes the pause, drops what was planned to be said, and plans the opening of every conversation of the crew's in
   * which somebody waits: one transaction.
   */
  begin({ scope, atMs, who }: Pause): Promise<Begun> {
    return this.#writes.run(async (trx) => {
      await trx
        .insertInto('pauses')
        .values({ scope, at: atMs, who })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const waiting = [...(await dropWords(trx, scope, atMs)), ...(await lanesWithOpenRows(trx, scope))]
      const given: Lane[] = []
      for (const lane of waiting) if (await giveToHumans(trx, lane, atMs)) given.push(lane)
      return { given, idle: await countIdle(trx, scope) }
    })
  }

  /** Gives up to `limit` conversations of paused crews to humans, in which nobody waits. */
  giveIdle({ atMs, limit }: { atMs: number; limit: number }): Promise<Lane[]> {
    return this.#writes.run(async (trx) => {
      const idle = await trx
        .selectFrom('lanes')
        .select(['tenant', 'connection', 'account', 'conversation'])
        .where(IS_OF_CREW)
        .where(sql<SqlBool>`(exists (select 1 from pauses where scope = '*') or tenant in (select scope from pauses))`)
        .limit(sql.lit(limit))
        .execute()
      const given = idle.map(laneFrom)
      for (const lane of given) await giveToHumans(trx, lane, atMs)
      return given
    })
  }

  /** False: it was not paused. What went to humans stays with them until they give it back. */
  end(scope: PauseScope): Promise<boolean> {
    return this.#writes.run(async (trx) => {
      const ended = await trx.deleteFrom('pauses').where('scope', '=', scope).executeTakeFirst()
      return ended.numDeletedRows > 0n
    })
  }
}

const within = (scope: PauseScope) => (scope === '*' ? sql<SqlBool>`true` : sql<SqlBool>`tenant = ${scope}`)

/** Where there were any. What is on its way may still arrive, but is not sent again. */
async function dropWords(trx: Transaction<Tables>, scope: PauseScope, atMs: number): Promise<Lane[]> {
  const words = trx
    .updateTable('outbox')
    .where(within(scope))
    .where(IS_UNFINISHED)
    .where('kind', 'in', ['message', 'csat'])
    .returning(['tenant', 'connection', 'account', 'conversation'])
  const dropped = await words
    .set({ state: 'dropped', error: 'the crew was paused', ended_at: atMs })
    .where('state', '=', 'planned')
    .execute()
  const final = await words.set({ is_final: 1 }).where('state', 'in', ['sending', 'unknown']).execute()
  return [...dropped, ...final].map(laneFrom)
}

async function lanesWithOpenRows(trx: Transaction<Tables>, scope: PauseScope): Promise<Lane[]> {
  const rows = await trx
    .selectFrom('inbox')
    .select(['tenant', 'connection', 'account', 'conversation'])
    .distinct()
    .where(within(scope))
    .where(IS_OPEN)
    .execute()
  return rows.map(laneFrom)
}

async function countIdle(trx: Transaction<Tables>, scope: PauseScope): Promise<number> {
  const { idle } = await trx
    .selectFrom('lanes')
    .select((eb) => eb.fn.countAll<number>().as('idle'))
    .where(IS_OF_CREW)
    .where(within(scope))
    .executeTakeFirstOrThrow()
  return idle
}

/** False: the crew does not have it. */
async function giveToHumans(trx: Transaction<Tables>, lane: Lane, atMs: number): Promise<boolean> {
  const given = await trx
    .updateTable('lanes')
    .set({ human_since: handedOverNow })
    .where((eb) => eb.and(keyOf(lane)))
    .where('tenant', '=', lane.tenant)
    .where(IS_OF_CREW)
    .executeTakeFirst()
  if (given.numUpdatedRows === 0n) return false
  const action = { kind: 'status', status: 'open' } satisfies OutboundAction
  const planned = { turn: OF_PAUSE, seq: 0, kind: action.kind, body_json: JSON.stringify(action), state: 'planned' }
  await trx
    .insertInto('outbox')
    .values({ ...lane, ...planned, marker: newId(atMs), attempts: 0, planned_at: atMs, due_at: 0 })
    .execute()
  return true
}
