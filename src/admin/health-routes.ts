import type { Route } from './routes.ts'

export interface HealthDeps {
  /** When the hub last took from the queue or looked at its timers, epoch ms. */
  readonly lastProgressMs: () => number
  /** How many wait, from the store itself: a store that cannot be read is not ready. */
  readonly counts: () => Promise<{ readonly openRows: number; readonly oldestOpenAtMs: number | null }>
  readonly metrics: () => Promise<string>
  readonly now: () => number
}

/** A hub that has not moved for so long is stuck, in ms. */
const STUCK_AFTER_MS = 10_000

/** Health tells progress, not process life: it is answered by the thread that does the work. */
export function healthRoutes({ lastProgressMs, counts, metrics, now }: HealthDeps): Route[] {
  const idleMs = () => now() - lastProgressMs()
  const live = () => {
    const isLive = idleMs() < STUCK_AFTER_MS
    return Response.json({ status: isLive ? 'live' : 'stuck', idleMs: idleMs() }, { status: isLive ? 200 : 503 })
  }
  const ready = async () => {
    const { openRows, oldestOpenAtMs } = await counts()
    const isReady = idleMs() < STUCK_AFTER_MS
    const oldestOpenMs = oldestOpenAtMs === null ? null : now() - oldestOpenAtMs
    return Response.json(
      { status: isReady ? 'ready' : 'stuck', openRows, oldestOpenMs },
      { status: isReady ? 200 : 503 },
    )
  }
  return [
    { method: 'GET', path: '/health', guard: 'public', handle: ready },
    { method: 'GET', path: '/health/live', guard: 'public', handle: live },
    { method: 'GET', path: '/health/ready', guard: 'public', handle: ready },
    {
      method: 'GET',
      path: '/metrics',
      guard: 'key',
      handle: async () => new Response(await metrics(), { headers: { 'content-type': 'text/plain; version=0.0.4' } }),
    },
  ]
}
