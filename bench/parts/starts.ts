import { openFakeChatwoot } from '../fakes/chatwoot.ts'
import { startServer } from '../load/bench-server.ts'
import { LoadClient } from '../load/http-client.ts'
import { messageAt, signed } from '../load/payload.ts'
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
  }
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
