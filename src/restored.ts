import type { Store } from './backends/store/store.ts'
import type { Log } from './base/log.ts'
import type { SqliteQueue } from './flow/queue/sqlite.ts'
import type { Chatwoots } from './open-chatwoots.ts'
import type { Tenants } from './tenants/tenants.ts'

export interface RestoredDeps {
  readonly store: Store
  readonly queue: SqliteQueue
  readonly tenants: Tenants
  readonly chatwoots: Chatwoots
  readonly now: () => number
  readonly log: Log
}

/**
 * The first start on a backup: what its server may have finished since is not done again.
 * Before the hub starts.
 */
export async function finishRestore({ store, queue, tenants, chatwoots, now, log }: RestoredDeps): Promise<void> {
  const copiedMs = await store.copiedAtMs()
  if (copiedMs === null) return
  await queue.empty(async (batch) => {
    const addressed = batch.flatMap((inbound) => {
      const resolved = tenants.resolve(inbound)
      return resolved ? [{ tenant: resolved.tenant, inbound }] : []
    })
    await store.accept(addressed)
  })
  const readable = chatwoots.connections.filter(({ userToken }) => userToken !== null).map(({ id }) => id)
  await store.settleRestored({ copiedMs, readable, nowMs: now() })
  log.info({ copiedAt: new Date(copiedMs).toISOString() }, 'this data was restored from a backup')
}
