import type { Store } from './backends/store/store.ts'
import type { Log } from './base/log.ts'
import type { Timing } from './base/timing.ts'
import type { Settings } from './settings.ts'

export interface PruningDeps {
  readonly store: Store
  readonly settings: Pick<Settings, 'RETENTION_DAYS_CONVERSATIONS' | 'RETENTION_DAYS_STEPS'>
  readonly timing: Timing
  readonly now: () => number
  readonly log: Log
}

const DAY_MS = 86_400_000
/** A start has better things to do first. */
const FIRST_AFTER_MS = 10 * 60_000

/** Once a day, and soon after each start: a server that is restarted every night keeps nothing longer for it. */
export function startPruning(deps: PruningDeps): AsyncDisposable {
  const stop = new AbortController()
  let running: Promise<void> = Promise.resolve()
  let cancel = (): void => {}
  const later = (ms: number): void => {
    cancel = deps.timing.after(ms, () => {
      running = pruneOnce(deps, stop.signal).finally(() => {
        if (!stop.signal.aborted) later(DAY_MS)
      })
    })
  }
  later(FIRST_AFTER_MS)
  return {
    async [Symbol.asyncDispose]() {
      cancel()
      stop.abort()
      await running
    },
  }
}

async function pruneOnce({ store, settings, now, log }: PruningDeps, signal: AbortSignal): Promise<void> {
  const nowMs = now()
  try {
    const pruned = await store.prune({
      conversationsBeforeMs: nowMs - settings.RETENTION_DAYS_CONVERSATIONS * DAY_MS,
      tracesBeforeMs: nowMs - settings.RETENTION_DAYS_STEPS * DAY_MS,
      signal,
    })
    if (pruned.rows + pruned.traces > 0) log.info(pruned, 'what was kept long enough is gone')
  } catch (error) {
    log.error({ err: error }, 'pruning failed; it is tried again tomorrow')
  }
}
