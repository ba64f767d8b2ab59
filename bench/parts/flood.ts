import { openFakeChatwoot } from '../fakes/chatwoot.ts'
import { startServer } from '../load/bench-server.ts'
import { setLatency } from '../load/latency.ts'
import { Load, type Outcome } from '../load/load.ts'
import { usageOf } from '../load/process-tree.ts'
import { type Quantiles, quantilesOf } from '../load/quantiles.ts'
import type { Started } from '../load/started.ts'
import { SECRET } from '../settings.ts'

export interface FloodResult {
  /** What the quiet shops' customers wait for a reply, without and with the flood beside them. */
  readonly calm: Quantiles
  readonly flooded: Quantiles
  /** Messages a second of all quiet shops, and of the loud one. */
  readonly quietPerSecond: number
  readonly loudPerSecond: number
  /** The loud shop's own. */
  readonly loud: Quantiles
  /** Highest resident memory meanwhile, in MB. */
  readonly peakRssMb: number
  readonly outcomes: readonly Outcome[]
}

/** Account 1 is the loud one. */
const QUIET = { tenants: 19, firstAccount: 2 }
const LOUD = { tenants: 1 }
const TIMES = 100
const ROUNDS = 3
const CALL_MS = 300
const NORMAL_PER_SECOND = 1
const MEASURED_MS = 6_000

/**
 * One shop at a hundred times its normal load beside nineteen quiet ones, all at one Chatwoot; a model call takes 300 ms.
 * With and without the flood in turn, so that whatever else the machine does meets both alike.
 */
export async function measureFlood(model: Started): Promise<FloodResult> {
  const quiet = new Load()
  const loud = new Load({ first: 4_000_000 })
  await using chatwoot = await openFakeChatwoot((posted) => (posted.account === 1 ? loud : quiet).onPosted(posted))
  await using server = await startServer({ chatwootUrl: chatwoot.url, modelUrl: String(model.said.url) })
  await setLatency(model, CALL_MS)
  const [quietPerSecond, loudPerSecond] = [QUIET.tenants * NORMAL_PER_SECOND, TIMES * NORMAL_PER_SECOND]
  const shape = { port: server.port, secret: SECRET, inFlight: 0, warmupMs: 2_000, measuredMs: MEASURED_MS }
  const runQuiet = () => quiet.run({ ...shape, perSecond: quietPerSecond, messages: QUIET })
  const runLoud = () => loud.run({ ...shape, perSecond: loudPerSecond, messages: LOUD })
  let peakRssMb = 0
  const sampler = setInterval(() => {
    peakRssMb = Math.max(peakRssMb, usageOf(server.pid).rssMb)
  }, 250)
  const [calm, flooded, louds]: Outcome[][] = [[], [], []]
  // What is met for the first time costs most: it is measured in no round.
  await Promise.all([runQuiet(), runLoud()])
  for (let round = 0; round < ROUNDS; round += 1) {
    calm?.push(await runQuiet())
    const [beside, flood] = await Promise.all([runQuiet(), runLoud()])
    flooded?.push(beside)
    louds?.push(flood)
  }
  clearInterval(sampler)
  await setLatency(model, 0)
  const together = (outcomes: readonly Outcome[] = []) => quantilesOf(outcomes.flatMap(({ repliesMs }) => repliesMs))
  return {
    ...{ calm: together(calm), flooded: together(flooded), loud: together(louds) },
    ...{ quietPerSecond, loudPerSecond, peakRssMb },
    outcomes: [...(calm ?? []), ...(flooded ?? []), ...(louds ?? [])],
  }
}
