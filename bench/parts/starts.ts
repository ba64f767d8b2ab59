import { openFakeChatwoot } from '../fakes/chatwoot.ts'
import { startServer } from '../load/bench-server.ts'
import { LoadClient } from '../load/http-client.ts'
import { messageAt, signed } from '../load/payload.ts'
import { treeOf, usageOf } from '../load/process-tree.ts'
import { quantilesOf } from '../load/quantiles.ts'
import type { Started } from '../load/started.ts'
import { SECRET } from '../settings.ts'

export interface StartResult {
  /** Median of so many starts on an empty data directory, in ms. */
  readonly emptyMs: number
  readonly starts: number
  /** With this many messages that the last run left unfinished, in ms. */
  readonly unfinished: number
  readonly unfinishedMs: number
  /** What a standby keeps for itself, in MB. */
  readonly standbyMb: number
}

const STARTS = 5
const UNFINISHED = 1_000

/** From the start of the process to the first webhook taken. */
export async function measureStarts(model: Started, dir: string): Promise<StartResult> {
  await using chatwoot = await openFakeChatwoot(() => {})
  const urls = { chatwootUrl: chatwoot.url, modelUrl: String(model.said.url) }
  const empty: number[] = []
  for (let i = 0; i < STARTS; i++) {
    await using server = await startServer(urls)
    empty.push(server.startMs)
  }
  await leaveUnfinished(urls, dir)
  await using server = await startServer({ ...urls, dir })
  return {
    ...{ emptyMs: quantilesOf(empty).p50, starts: STARTS, unfinished: UNFINISHED },
    unfinishedMs: server.startMs,
    standbyMb: await standbyMb(urls),
  }
}

/** It is made two seconds after the start and loads about one. */
const STANDBY_RESTS_MS = 6_000

async function standbyMb(urls: { chatwootUrl: string; modelUrl: string }): Promise<number> {
  await using server = await startServer({ ...urls, env: { STANDBY: 'yes' } })
  await new Promise((resolve) => setTimeout(resolve, STANDBY_RESTS_MS))
  const [, , standby] = treeOf(server.pid)
  return standby === undefined ? 0 : usageOf(standby).rssMb
}

/** Takes messages while its model does not answer, and is killed. */
async function leaveUnfinished(urls: { chatwootUrl: string }, dir: string): Promise<void> {
  const modelUrl = 'http://127.0.0.1:9/v1'
  const server = await startServer({ ...urls, modelUrl, dir, env: { MAX_RUNNING_TURNS: '1' } })
  const client = new LoadClient({ port: server.port, keepsConnections: true })
  const one = async (i: number): Promise<void> => {
    const { body } = messageAt(i, { tenants: 20 })
    await client.post('/webhook', signed(SECRET, body), body)
  }
  for (let i = 0; i < UNFINISHED; i += 50) await Promise.all(Array.from({ length: 50 }, (_, n) => one(i + n)))
  client.close()
  await server.kill()
}
