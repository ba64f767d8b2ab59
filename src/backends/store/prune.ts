import { setImmediate as nextTurn } from 'node:timers/promises'
import type { GroupCommit } from './group-commit.ts'
import {
  type Cursor,
  dropInbox,
  dropLanes,
  dropOutbox,
  dropSaid,
  dropTurns,
  emptySteps,
  giveBackPages,
  noteTraces,
  START,
  type Step,
} from './prune-batches.ts'

export interface PruneAsk {
  /** Ended conversations, and what was said and done in them, epoch ms. */
  readonly conversationsBeforeMs: number
  /** What each step of a turn was given and answered, epoch ms. */
  readonly tracesBeforeMs: number
  readonly signal: AbortSignal
}

/** How many rows went, and how many steps lost their words. */
export interface Pruned {
  readonly rows: number
  readonly traces: number
}

/**
 * Ends what was kept long enough, oldest first, in small transactions between which everything else goes on. What is
 * not finished stays, however old: open messages and unsent replies. A conversation that goes is forgotten whole.
 */
export async function prune(writes: GroupCommit, ask: PruneAsk): Promise<Pruned> {
  const inBatches = async (step: Step): Promise<number> => {
    let total = 0
    for (let cursor: Cursor | null = START; cursor && !ask.signal.aborted; ) {
      const from: Cursor = cursor
      const { changed, next } = await writes.run((trx) => step(trx, from))
      total += changed
      cursor = next
      await nextTurn()
    }
    return total
  }
  const { conversationsBeforeMs: before } = ask
  const traces = await inBatches((trx, cursor) => emptySteps(trx, cursor, ask.tracesBeforeMs))
  if (!ask.signal.aborted) await writes.run((trx) => noteTraces(trx, ask.tracesBeforeMs))
  let rows = await inBatches((trx) => dropTurns(trx, before))
  for (const drop of [dropInbox, dropOutbox, dropSaid, dropLanes])
    rows += await inBatches((trx, cursor) => drop(trx, cursor, before))
  await inBatches((trx) => giveBackPages(trx))
  return { rows, traces }
}
