import { setFlagsFromString } from 'node:v8'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { Failure } from './base/failure.ts'
import type { Connection } from './chatwoot/connection.ts'
import type { TenantId } from './domain/ids.ts'
import type { MappingSnapshots } from './domain/resolve-tenant.ts'
import type { DoorData, DoorMessage, DoorOrder, PlainConnection } from './door.ts'
import type { Listen } from './flow/intake/http-door.ts'

export interface DoorOptions {
  readonly listen: Listen
  readonly dataDir: string
  readonly maxWaiting: number
  readonly weights: ReadonlyMap<TenantId, number>
  readonly connections: readonly Connection[]
  readonly mappings: MappingSnapshots
  readonly onPut: () => void
  readonly onCounted: (counts: Readonly<Record<string, number>>) => void
  /** The door is gone and nobody takes webhooks: whoever keeps this process must start another. */
  readonly onDied: (error: Error) => void
}

/** The door as the main thread sees it. */
export interface Door extends AsyncDisposable {
  readonly port: number
  /** Where requests that are no webhooks come in; for `serveBridge`. */
  readonly bridge: MessagePort
  /** The mappings changed: accounts nobody serves are refused by them. */
  setMappings(mappings: MappingSnapshots): void
  /** What the hub took and has not done, by tenant. */
  setTaken(places: ReadonlyMap<TenantId, number>): void
  /** Connections came, went or changed: from now on webhooks are verified by these. */
  setConnections(connections: readonly Connection[]): void
}

/**
 * A webhook's garbage is little and short-lived: with as much as the main thread has (48 MB), the door only grew, by 22 MB; with
 * 12, resident memory still crept up by 17 to 28 MB over 100,000 turns; with this it stays. It costs up to a quarter of the
 * webhooks that the door could take with nothing else to do.
 */
const DOOR_YOUNG_MB = 6

/**
 * Starts the door's thread, which loads its modules and waits: the earlier, the sooner a start takes webhooks. A limit of
 * its own is heard only without the flag that the parent gives for the main thread, which has read it by now.
 */
export function startDoorThread(): Worker {
  setFlagsFromString('--max-semi-space-size=0')
  const resourceLimits = { maxYoungGenerationSizeMb: DOOR_YOUNG_MB }
  return new Worker(new URL('./door.ts', import.meta.url), { resourceLimits })
}

/**
 * Has the thread listen. Resolves when it does.
 * @throws {Failure} PORT_IN_USE, STORE_UNWRITABLE
 */
export async function openDoor(worker: Worker, options: DoorOptions): Promise<Door> {
  const { port1, port2 } = new MessageChannel()
  const data: DoorData = { ...options, connections: options.connections.map(plain), bridge: port2, ...withoutFunctions }
  const opened = Promise.withResolvers<number>()
  const closed = Promise.withResolvers<void>()
  worker.on('message', (message: DoorMessage) => {
    if (message.kind === 'open') opened.resolve(message.port)
    else if (message.kind === 'failed') opened.reject(failureOf(message, options.listen))
    else if (message.kind === 'put') options.onPut()
    else if (message.kind === 'counted') options.onCounted(message.counts)
  })
  let isOpen = false
  const died = (error: Error) => {
    opened.reject(error)
    if (isOpen) options.onDied(error)
  }
  worker.on('error', died)
  worker.once('exit', () => {
    closed.resolve()
    died(new Error("the door's thread ended"))
  })
  worker.postMessage(data, [port2])
  const port = await opened.promise
  isOpen = true
  const order = (message: DoorOrder) => worker.postMessage(message)
  return {
    port,
    bridge: port1,
    setMappings: (mappings) => order({ kind: 'mappings', mappings }),
    setTaken: (places) => order({ kind: 'taken', places }),
    setConnections: (connections) => order({ kind: 'connections', connections: connections.map(plain) }),
    async [Symbol.asyncDispose]() {
      isOpen = false
      order({ kind: 'close' })
      await closed.promise
      port1.close()
    },
  }
}

/** Functions do not cross threads. */
const withoutFunctions = { onPut: undefined, onCounted: undefined, onDied: undefined }

const plain = ({ id, account, webhookToken, secrets, allowsUnsigned }: Connection): PlainConnection => ({
  id,
  account: account ?? null,
  webhookToken,
  allowsUnsigned,
  secrets: secrets.map((secret) => secret.reveal()),
})

function failureOf({ code, message }: { code: string; message: string }, listen: Listen): Failure {
  if (code === 'EADDRINUSE') return new Failure('PORT_IN_USE', { port: 'port' in listen ? listen.port : 0 })
  return new Failure('STORE_UNWRITABLE', { problem: message })
}
