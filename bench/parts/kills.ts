import { openFakeChatwoot } from '../fakes/chatwoot.ts'
import { startServer } from '../load/bench-server.ts'
import { setLatency } from '../load/latency.ts'
import { type Fate, PacedMessages } from '../load/paced.ts'
import { treeOf } from '../load/process-tree.ts'
import { quantilesOf } from '../load/quantiles.ts'
import type { Started } from '../load/started.ts'

export interface KillResult {
  readonly kills: number
  readonly perSecond: number
  /** A model call takes so long, in ms; a turn has two in a row. */
  readonly latencyMs: number
  /** From the webhook to the reply while nobody is killed, median. */
  readonly crewMs: number
  /** Messages that were acknowledged and not answered when a child was killed. */
  readonly inFlight: number
  /** Of these, whose reply was being posted at that moment: looked for during 60 s, since it may have arrived. */
  readonly watched: number
  /** From a kill to the reply to the last of the others, the slowest kill, in ms. */
  readonly lastReplyMs: number
  /** Connections that nobody took; each webhook makes one of its own. */
  readonly refused: number
}

const KILLS = 5
const PER_SECOND = 20
const LATENCY_MS = 300
const CALM_MS = 5_000
const BETWEEN_MS = 6_000

/** Kills the serving child at work, and looks when those were answered whose turns died with it. */
export async function measureKills(model: Started, { hasStandby }: { hasStandby: boolean }): Promise<KillResult> {
  const messages = new PacedMessages()
  await using chatwoot = await openFakeChatwoot(messages.onPosted)
  await setLatency(model, LATENCY_MS)
  const env = { STANDBY: hasStandby ? 'yes' : 'no' }
  await using server = await startServer({ chatwootUrl: chatwoot.url, modelUrl: String(model.said.url), env })
  const killedAtMs: number[] = []
  const kill = () => {
    const [, child] = treeOf(server.pid)
    if (child === undefined) return
    process.kill(child, 'SIGKILL')
    killedAtMs.push(performance.now())
  }
  const kills = Array.from({ length: KILLS }, (_, k) => setTimeout(kill, CALM_MS + k * BETWEEN_MS))
  await messages.send({ port: server.port, perSecond: PER_SECOND, forMs: CALM_MS + KILLS * BETWEEN_MS })
  for (const timer of kills) clearTimeout(timer)
  await messages.answered(BETWEEN_MS)
  await setLatency(model, 0)
  return { ...fatesOf(messages.all, killedAtMs), perSecond: PER_SECOND, latencyMs: LATENCY_MS }
}

function fatesOf(all: readonly Fate[], killedAtMs: readonly number[]) {
  const calm = all.filter(({ repliedAtMs }) => repliedAtMs < (killedAtMs[0] ?? 0))
  const caught = killedAtMs.map((killMs) =>
    all
      .filter(({ ackedAtMs, repliedAtMs }) => ackedAtMs < killMs && repliedAtMs > killMs)
      .map(({ repliedAtMs }) => repliedAtMs - killMs),
  )
  const inFlight = caught.flat()
  return {
    kills: killedAtMs.length,
    crewMs: quantilesOf(calm.map(({ atMs, repliedAtMs }) => repliedAtMs - atMs)).p50,
    inFlight: inFlight.length,
    watched: inFlight.filter((ms) => ms === Infinity).length,
    lastReplyMs: Math.max(0, ...inFlight.filter(Number.isFinite)),
    refused: all.filter(({ isUnheard }) => isUnheard).length,
  }
}
