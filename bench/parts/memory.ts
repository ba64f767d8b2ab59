import { openFakeChatwoot } from '../fakes/chatwoot.ts'
import { startServer } from '../load/bench-server.ts'
import { Load, type Outcome } from '../load/load.ts'
import { usageOf } from '../load/process-tree.ts'
import type { Started } from '../load/started.ts'
import { SECRET } from '../settings.ts'

export interface MemoryResult {
  readonly turns: number
  /** Resident memory at rest after each tenth of the turns, in MB. */
  readonly rssMb: readonly number[]
  readonly outcomes: readonly Outcome[]
}

const TURNS = 100_000
/** What is still thrown away when the work is done is not kept. */
const REST_MS = 4_000

/** Whether memory stays flat over many turns: the four-call crew, 50 on their way, every conversation a new one. */
export async function measureMemory(model: Started): Promise<MemoryResult> {
  const load = new Load()
  await using chatwoot = await openFakeChatwoot(load.onPosted)
  await using server = await startServer({ chatwootUrl: chatwoot.url, modelUrl: String(model.said.url) })
  const rssMb: number[] = []
  const outcomes: Outcome[] = []
  let turns = 0
  while (turns < TURNS) {
    const outcome = await load.run({
      ...{ port: server.port, secret: SECRET, inFlight: 50, warmupMs: 0, measuredMs: 10_000 },
      messages: { tenants: 20 },
    })
    outcomes.push(outcome)
    turns += outcome.sent
    if (turns < ((rssMb.length + 1) * TURNS) / 10) continue
    await new Promise((resolve) => setTimeout(resolve, REST_MS))
    rssMb.push(usageOf(server.pid).rssMb)
  }
  return { turns, rssMb, outcomes }
}
