import { type Kysely, type SqlBool, sql, type Transaction } from 'kysely'
import { newId } from '../../base/id.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { Lane } from '../../domain/lane.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { GroupCommit } from './group-commit.ts'
import { handedOverNow } from './hold.ts'
import { laneFrom } from './rows.ts'
import type { Tables } from './schema.ts'

/** A tenant, or all of them. */
export type PauseScope = TenantId | '*'

export interface Pause {
  readonly scope: PauseScope
  readonly atMs: number
  readonly who: string
}

/** The stop button. A pause is durable, and puts every conversation the crew had into the hands of its humans. */
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
   * Notes the pause, drops what was planned to be said, and plans the opening of every conversation that was the
   * crew's: one transaction. Returns those conversations.
   */
  begin({ scope, atMs, who }: Pause): Promise<Lane[]> {
    return this.#writes.run(async (trx) => {
      await trx
        .insertInto('pauses')
        .values({ scope, at: atMs, who })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await dropWords(trx, scope, atMs)
      return giveToHumans(trx, scope, atMs)
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

/** What is on its way may still arrive, but is not sent again. */
async function dropWords(trx: Transaction<Tables>, scope: PauseScope, atMs: number): Promise<void> {
  const words = trx.updateTable('outbox').where(within(scope)).where('kind', '=', 'message')
  await words
    .set({ state: 'dropped', error: 'the crew was paused', ended_at: atMs })
    .where('state', '=', 'planned')
    .execute()
  await words.set({ is_final: 1 }).where('state', 'in', ['sending', 'unknown']).execute()
}

async function giveToHumans(trx: Transaction<Tables>, scope: PauseScope, atMs: number): Promise<Lane[]> {
  const ours = await trx
    .updateTable('lanes')
    .set({ human_since: handedOverNow })
    .where(within(scope))
    .where('status', '=', 'pending')
    .where('assignee', '!=', 'human')
    .where('human_since', 'is', null)
    .returning(['tenant', 'connection', 'account', 'conversation'])
    .execute()
  const action = { kind: 'status', status: 'open' } satisfies OutboundAction
  const planned = { turn: 'pause', seq: 0, kind: action.kind, body_json: JSON.stringify(action), state: 'planned' }
  for (const lane of ours)
    await trx
      .insertInto('outbox')
      .values({ ...lane, ...planned, marker: newId(atMs), attempts: 0, planned_at: atMs, due_at: 0 })
      .execute()
  return ours.map(laneFrom)
}
