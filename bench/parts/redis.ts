import { RedisServer, redisMissing } from '../../test/support/redis-server.ts'
import { openFakeChatwoot } from '../fakes/chatwoot.ts'
import { startServer } from '../load/bench-server.ts'
import { type Fate, PacedMessages } from '../load/paced.ts'
import { quantilesOf } from '../load/quantiles.ts'
import type { Started } from '../load/started.ts'

export interface RedisResult {
  readonly perSecond: number
  /** p99 of the acknowledgement over the quiet seconds before, in ms. */
  readonly calmP99Ms: number
  /** The worst second while Redis was gone and coming back, in ms. */
  readonly worstP99Ms: number
  /** Seconds in which p99 was more than `GROWTH_MS` above the calm one. */
  readonly slowSeconds: number
  /** Not taken, taken and never answered. */
  readonly refused: number
  readonly lost: number
}

/** By how much p99 may grow, in ms. */
export const GROWTH_MS = 60
const PER_SECOND = 500
const WARMUP_MS = 5_000
const KILLED_MS = 11_000
const BACK_MS = 14_000
const END_MS = 20_000
/** More than two cores answer in the time: the rest is answered afterwards. */
const ANSWERED_WITHIN_MS = 90_000

/** Kills a Redis under 500 messages a second and starts it again; null: no redis-server here. */
export async function measureRedis(model: Started): Promise<RedisResult | null> {
  if (redisMissing()) return null
  const messages = new PacedMessages()
  await using chatwoot = await openFakeChatwoot(messages.onPosted)
  await using redis = await RedisServer.start()
  const urls = { chatwootUrl: chatwoot.url, modelUrl: String(model.said.url) }
  await using server = await startServer({ ...urls, env: { REDIS_URL: redis.url.reveal() } })
  const beganMs = performance.now()
  const faults = [setTimeout(() => void redis.kill(), KILLED_MS), setTimeout(() => void redis.restart(), BACK_MS)]
  await messages.send({ port: server.port, perSecond: PER_SECOND, forMs: END_MS })
  for (const fault of faults) clearTimeout(fault)
  await messages.answered(ANSWERED_WITHIN_MS)
  const between = (fromMs: number, toMs: number) =>
    messages.all.filter(({ atMs }) => atMs >= beganMs + fromMs && atMs < beganMs + toMs)
  const calmP99Ms = p99Of(between(WARMUP_MS, KILLED_MS))
  const seconds = Array.from({ length: (END_MS - KILLED_MS) / 1_000 }, (_, i) => KILLED_MS + i * 1_000)
  const p99s = seconds.map((fromMs) => p99Of(between(fromMs, fromMs + 1_000)))
  return {
    ...{ perSecond: PER_SECOND, calmP99Ms, worstP99Ms: Math.max(...p99s) },
    slowSeconds: p99s.filter((ms) => ms - calmP99Ms > GROWTH_MS).length,
    refused: messages.all.filter(({ isRefused }) => isRefused).length,
    lost: messages.all.filter(({ isRefused, repliedAtMs }) => !isRefused && repliedAtMs === Infinity).length,
  }
}

const p99Of = (fates: readonly Fate[]): number =>
  quantilesOf(fates.filter(({ isRefused }) => !isRefused).map(({ atMs, ackedAtMs }) => ackedAtMs - atMs)).p99
