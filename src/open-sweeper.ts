import type { Store } from './backends/store/store.ts'
import type { Log } from './base/log.ts'
import type { Timing } from './base/timing.ts'
import { ConnectionId } from './domain/ids.ts'
import type { Hub } from './flow/hub/hub.ts'
import { SWEEP_EVERY_MS, Sweeper } from './flow/hub/sweeper.ts'
import type { Metrics } from './metrics.ts'
import type { Chatwoots } from './open-chatwoots.ts'
import type { Tenants } from './tenants/tenants.ts'

export interface SweeperParts {
  readonly store: Store
  readonly tenants: Tenants
  readonly chatwoots: Chatwoots
  readonly hub: Pick<Hub, 'acceptFound' | 'wake'>
  readonly metrics: Metrics
  readonly timing: Timing
  readonly now: () => number
  readonly log: Log
}

/** What finds the messages of lost webhooks; `everyMs` null: only when it is told to. */
export function sweeperOf(parts: SweeperParts, everyMs: number | null = SWEEP_EVERY_MS): Sweeper {
  const { store, tenants, chatwoots, hub, metrics, timing, now, log } = parts
  return new Sweeper({
    sweeps: store.sweeps,
    mapped: () =>
      chatwoots.connections.flatMap(({ id: connection }) =>
        Object.keys(tenants.mapping()[connection]?.accounts ?? {}).map((account) => ({
          ...{ connection, account: Number(account) },
        })),
      ),
    mappedVia: ({ connection, account, inbox }) =>
      tenants.resolve({ connection: ConnectionId.parse(connection), account, inbox })?.via ?? null,
    isOurAddress: (connection, url) => isOurAddress(chatwoots, connection, url),
    apiOf: (ref) => chatwoots.apiOf(ref),
    accept: (batch) => hub.acceptFound(batch),
    wake: (lane) => hub.wake(lane),
    count: (swept) => metrics.countSweep(swept),
    timing,
    now,
    log,
    everyMs,
  })
}

/** Behind whatever host a proxy gives us, the path is ours: `/webhooks/<token>`, or the old `/webhook`. */
function isOurAddress({ connections }: Chatwoots, connection: string, url: string): boolean {
  const token = connections.find(({ id }) => id === connection)?.webhookToken ?? null
  const path = URL.canParse(url) ? new URL(url).pathname.replace(/\/+$/, '') : ''
  return token === null ? path.endsWith('/webhook') : path.endsWith(`/webhooks/${token}`)
}
