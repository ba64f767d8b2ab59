import { openFakeChatwoot } from '../fakes/chatwoot.ts'
import { type BenchServer, type ServerOptions, startServer } from '../load/bench-server.ts'
import { setLatency } from '../load/latency.ts'
import { Load, type Outcome, type Shape } from '../load/load.ts'
import { type Cost, costing } from '../load/measure.ts'
import { usageOf } from '../load/process-tree.ts'
import type { Started } from '../load/started.ts'
import { SECRET } from '../settings.ts'

/** One run of a load against a crew. */
export interface Run {
  readonly outcome: Outcome
  readonly cost: Cost
  readonly cpuSecondsPer1000: number
}

export interface CrewResult {
  readonly one: Run
  readonly many: Run
  /** 200 on their way, each model call 300 ms; null where no model is asked. */
  readonly slowModel: Run | null
  readonly idleRssMb: number
}

export interface Crew {
  readonly server: Omit<ServerOptions, 'chatwootUrl' | 'modelUrl'>
  readonly repliesBy: 'reference' | 'conversation'
  readonly messages: Shape['messages']
  readonly asksModel: boolean
}

/** The original's four model calls a message, in two hops; no retrieval and no tools. */
export const FOUR: Crew = {
  server: { crew: 'four' },
  repliesBy: 'reference',
  messages: { tenants: 20 },
  asksModel: true,
}

/** The standard crew on the built-in engine, over 1,000 passages and one order read in an Odoo. */
export const builtInCrew = (odooUrl: string): Crew => ({
  ...{ repliesBy: 'conversation', asksModel: false },
  server: shops(odooUrl),
  messages: { tenants: 4, text: () => 'Onde está meu pedido S00042?' },
})

/** The same with a model that writes the reply: one call. */
export const modelCrew = (odooUrl: string): Crew => ({
  ...{ repliesBy: 'conversation', asksModel: true },
  server: shops(odooUrl),
  messages: { tenants: 4, text: () => 'Onde está meu pedido S00042?' },
})

const shops = (odooUrl: string) => ({ crew: 'default', odooUrl, passages: 1_000, tenants: 4 })
const WARMUP_MS = 3_000
const MEASURED_MS = 5_000

/** One at a time, 50 and 200 on their way; the fakes answer at once but for the last. */
export async function measureCrew(crew: Crew, model: Started): Promise<CrewResult> {
  const load = new Load({ repliesBy: crew.repliesBy })
  await using chatwoot = await openFakeChatwoot(load.onPosted)
  const modelUrl = crew.asksModel ? String(model.said.url) : null
  await using server = await startServer({ ...crew.server, chatwootUrl: chatwoot.url, modelUrl })
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  const idleRssMb = usageOf(server.pid).rssMb
  const many = await run(load, server, { crew, inFlight: 50, warmupMs: WARMUP_MS, measuredMs: MEASURED_MS })
  const one = await run(load, server, { crew, inFlight: 1, warmupMs: 500, measuredMs: 3_000 })
  if (!crew.asksModel) return { one, many, slowModel: null, idleRssMb }
  await setLatency(model, 300)
  const slowModel = await run(load, server, { crew, inFlight: 200, warmupMs: WARMUP_MS, measuredMs: MEASURED_MS })
  await setLatency(model, 0)
  return { one, many, slowModel, idleRssMb }
}

interface Ask {
  readonly crew: Crew
  readonly inFlight: number
  readonly warmupMs: number
  readonly measuredMs: number
}

async function run(load: Load, { pid, port }: BenchServer, { crew, ...shape }: Ask): Promise<Run> {
  const { warmupMs: fromMs, measuredMs } = shape
  const { result: outcome, cost } = await costing({ pid, fromMs, toMs: fromMs + measuredMs }, () =>
    load.run({ ...shape, port, secret: SECRET, messages: crew.messages }),
  )
  return { outcome, cost, cpuSecondsPer1000: (cost.cpuSeconds / Math.max(1, outcome.measuredReplies)) * 1_000 }
}
