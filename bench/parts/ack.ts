import { openFakeChatwoot } from '../fakes/chatwoot.ts'
import { startServer } from '../load/bench-server.ts'
import { LoadClient } from '../load/http-client.ts'
import { changeAt, type LoadMessage, messageAt, signed } from '../load/payload.ts'
import { type Quantiles, quantilesOf } from '../load/quantiles.ts'
import { start } from '../load/started.ts'
import { SECRET } from '../settings.ts'

export interface Acks {
  readonly ms: Quantiles
  readonly perSecond: number
  /** Not 2xx, or none in 5 s. */
  readonly refused: number
}

export interface AckShapes {
  readonly kept: Acks
  readonly fresh: Acks
  readonly burst: Acks
}

export interface AckResult {
  readonly plain: AckShapes
  /** Customer messages: the hub answers them meanwhile. */
  readonly busy: AckShapes
  /** Customer messages at a steady thousand a second. */
  readonly paced: Acks
  readonly plainPaced: Acks
  /** Changes of conversations, which need no answer, with 100 in flight: as fast as it goes. */
  readonly saturated: Acks
  /** Messages the server took in this part. */
  readonly taken: number
}

const IN_FLIGHT = 50
const BURST = 1_000
const TENANTS = { tenants: 20 }
const RUN_MS = 4_000

/** How fast webhooks are acknowledged: kept connections, a new one each as Chatwoot makes them, and all at once. */
export async function measureAcks(modelUrl: string): Promise<AckResult> {
  const { plainPaced, ...plain } = await measurePlain()
  await using chatwoot = await openFakeChatwoot(() => {})
  await using server = await startServer({ chatwootUrl: chatwoot.url, modelUrl })
  const { port } = server
  let taken = 0
  const messages = () => messageAt(taken++, TENANTS)
  await hammer({ port, inFlight: IN_FLIGHT, ms: RUN_MS / 2, fresh: false, next: messages })
  const busy = {
    kept: await hammer({ port, inFlight: IN_FLIGHT, ms: RUN_MS, fresh: false, next: messages }),
    fresh: await hammer({ port, inFlight: IN_FLIGHT, ms: RUN_MS, fresh: true, next: messages }),
    burst: await burst({ port, next: messages }),
  }
  await idleSoon()
  const pacedAcks = await paced({ port, ms: RUN_MS, next: messages })
  await idleSoon()
  let changes = 1_000_000
  const next = () => changeAt(changes++, TENANTS)
  const saturated = await hammer({ port, inFlight: 100, ms: RUN_MS, fresh: false, next })
  return { plain, plainPaced, busy, paced: pacedAcks, saturated, taken }
}

async function measurePlain(): Promise<AckShapes & { plainPaced: Acks }> {
  await using plain = await start('bench/plain-handler.ts')
  const port = Number(plain.said.port)
  let sent = 0
  const next = () => messageAt(sent++, TENANTS)
  await hammer({ port, inFlight: IN_FLIGHT, ms: RUN_MS / 4, fresh: false, next })
  return {
    kept: await hammer({ port, inFlight: IN_FLIGHT, ms: RUN_MS / 2, fresh: false, next }),
    fresh: await hammer({ port, inFlight: IN_FLIGHT, ms: RUN_MS / 2, fresh: true, next }),
    burst: await burst({ port, next }),
    plainPaced: await paced({ port, ms: RUN_MS / 2, next }),
  }
}

/** Lets the crews work off what was hammered in. */
const idleSoon = () => new Promise((resolve) => setTimeout(resolve, 10_000))

/** A webhook every millisecond, whatever the server does; the time counts from when it was due. */
async function paced({ port, ms, next }: Pick<Hammer, 'port' | 'ms' | 'next'>): Promise<Acks> {
  const client = new LoadClient({ port, keepsConnections: true })
  const tally = new Tally()
  const underWay: Promise<void>[] = []
  const beganMs = performance.now()
  for (let dueMs = beganMs; dueMs < beganMs + ms; dueMs += 1) {
    while (performance.now() < dueMs) await new Promise((resolve) => setImmediate(resolve))
    underWay.push(tally.post(client, next(), dueMs))
  }
  await Promise.all(underWay)
  client.close()
  return tally.acks(ms)
}

interface Hammer {
  readonly port: number
  readonly inFlight: number
  readonly ms: number
  readonly fresh: boolean
  readonly next: () => LoadMessage
}

/** Webhooks one behind the other on so many connections, whatever becomes of them. */
async function hammer({ port, inFlight, ms, fresh, next }: Hammer): Promise<Acks> {
  const client = new LoadClient({ port, keepsConnections: !fresh })
  const untilMs = performance.now() + ms
  const tally = new Tally()
  const one = async () => {
    while (performance.now() < untilMs) await tally.post(client, next())
  }
  await Promise.all(Array.from({ length: inFlight }, one))
  client.close()
  return tally.acks(ms)
}

/** So many new connections at the same moment. */
async function burst({ port, next }: Pick<Hammer, 'port' | 'next'>): Promise<Acks> {
  const client = new LoadClient({ port, keepsConnections: false })
  const tally = new Tally()
  const messages = Array.from({ length: BURST }, next)
  const beganMs = performance.now()
  await Promise.all(messages.map((message) => tally.post(client, message)))
  return tally.acks(performance.now() - beganMs)
}

class Tally {
  readonly #ms: number[] = []
  #refused = 0

  async post(client: LoadClient, { body }: LoadMessage, dueMs?: number): Promise<void> {
    const headers = signed(SECRET, body)
    const beganMs = dueMs ?? performance.now()
    const { status } = await client.post('/webhook', headers, body)
    if (status === 200) this.#ms.push(performance.now() - beganMs)
    else this.#refused += 1
  }

  acks(ms: number): Acks {
    return { ms: quantilesOf(this.#ms), perSecond: this.#ms.length / (ms / 1_000), refused: this.#refused }
  }
}
