/**
 * The door's thread. Webhooks are verified, classified and made durable here, away from the crews: a busy event loop
 * takes new connections slowly (facts/performance §5). `open-door.ts` hands it plain data, since neither a `Secret` nor
 * an open file crosses threads: as its first message, so that the thread loads its modules beside the main one.
 */
import { type MessagePort, parentPort } from 'node:worker_threads'
import { Secret } from './base/secret.ts'
import type { ConnectionId, TenantId } from './domain/ids.ts'
import { type MappingSnapshots, resolveTenant } from './domain/resolve-tenant.ts'
import { HttpDoor, type Listen } from './flow/intake/http-door.ts'
import { type Answer, WebhookHandler } from './flow/intake/intake.ts'
import { SqliteQueue } from './flow/queue/sqlite.ts'

/** A connection as it crosses to this thread; the secrets are only those that verify webhooks. */
export interface PlainConnection {
  readonly id: string
  readonly account: number | null
  readonly webhookToken: string | null
  readonly secrets: readonly string[]
  readonly allowsUnsigned: boolean
}

export interface DoorData {
  readonly listen: Listen
  readonly dataDir: string
  readonly maxWaiting: number
  readonly weights: ReadonlyMap<TenantId, number>
  readonly connections: readonly PlainConnection[]
  readonly mappings: MappingSnapshots
  readonly bridge: MessagePort
}

export type DoorMessage =
  | { readonly kind: 'open'; readonly port: number }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  /** A webhook was put: the hub need not wait for its poll. */
  | { readonly kind: 'put' }
  | { readonly kind: 'counted'; readonly counts: Readonly<Record<string, number>> }
  | { readonly kind: 'closed' }

export type DoorOrder =
  | { readonly kind: 'mappings'; readonly mappings: MappingSnapshots }
  | { readonly kind: 'connections'; readonly connections: readonly PlainConnection[] }
  /** What the hub took and has not done, by tenant: it takes room as what waits does. */
  | { readonly kind: 'taken'; readonly places: ReadonlyMap<TenantId, number> }
  | { readonly kind: 'close' }

const COUNT_EVERY_MS = 1_000

async function openThread(port: MessagePort, data: DoorData): Promise<void> {
  const { dataDir: dir, maxWaiting, weights } = data
  const queue = new SqliteQueue({ dir, maxWaiting, weightOf: (tenant) => weights.get(tenant) ?? 1 })
  const tally = new Tally(port)
  let { mappings } = data
  const handlerOf = (connections: readonly PlainConnection[]) =>
    new WebhookHandler({
      queue: {
        put: async (message, tenant) => {
          await queue.put(message, tenant)
          tally.put()
        },
      },
      connections: connections.map(revived),
      tenantOf: ({ connection, account, inbox }) => {
        const mapping = mappings[connection]
        return (mapping && resolveTenant(mapping, { account, inbox })?.tenant) ?? null
      },
      now: Date.now,
    })
  let webhooks = handlerOf(data.connections)
  const door = await HttpDoor.open({
    listen: data.listen,
    webhooks: { take: (delivery) => webhooks.take(delivery) },
    bridge: data.bridge,
    count: (kind) => tally.add(kind),
  })
  port.on('message', (order: DoorOrder) => {
    if (order.kind === 'mappings') mappings = order.mappings
    else if (order.kind === 'taken') queue.setTaken(order.places)
    else if (order.kind === 'connections') webhooks = handlerOf(order.connections)
    else void closeThread(port, { door, queue, tally, bridge: data.bridge })
  })
  port.postMessage({ kind: 'open', port: door.port } satisfies DoorMessage)
}

const revived = (connection: PlainConnection) => ({
  ...connection,
  id: connection.id as ConnectionId,
  secrets: connection.secrets.map((secret) => new Secret(secret)),
})

interface Opened {
  readonly door: HttpDoor
  readonly queue: SqliteQueue
  readonly tally: Tally
  readonly bridge: MessagePort
}

async function closeThread(port: MessagePort, { door, queue, tally, bridge }: Opened): Promise<void> {
  await door.close()
  await queue.close()
  tally.close()
  bridge.close()
  port.postMessage({ kind: 'closed' } satisfies DoorMessage)
  port.close()
}

/** Counts what came, and tells the main thread: at once that something was put, once a second how much. */
class Tally {
  readonly #port: MessagePort
  readonly #timer: NodeJS.Timeout
  #counts: Record<string, number> = {}
  #isPutTold = false

  constructor(port: MessagePort) {
    this.#port = port
    this.#timer = setInterval(() => this.#tell(), COUNT_EVERY_MS).unref()
  }

  add(counted: Answer['counted']): void {
    this.#counts[counted] = (this.#counts[counted] ?? 0) + 1
  }

  /** One hint for all puts of this turn of the event loop. */
  put(): void {
    if (this.#isPutTold) return
    this.#isPutTold = true
    setImmediate(() => {
      this.#isPutTold = false
      this.#port.postMessage({ kind: 'put' } satisfies DoorMessage)
    })
  }

  close(): void {
    clearInterval(this.#timer)
    this.#tell()
  }

  #tell(): void {
    if (Object.keys(this.#counts).length === 0) return
    this.#port.postMessage({ kind: 'counted', counts: this.#counts } satisfies DoorMessage)
    this.#counts = {}
  }
}

if (parentPort) {
  const port = parentPort
  port.once('message', (data: DoorData) => {
    openThread(port, data).catch((error: NodeJS.ErrnoException) => {
      port.postMessage({ kind: 'failed', code: error.code ?? 'BUG', message: error.message } satisfies DoorMessage)
      port.close()
    })
  })
}
