import type { Store, TenantStore } from '../../src/backends/store/store.ts'
import { Failure } from '../../src/base/failure.ts'
import type { TenantId } from '../../src/domain/ids.ts'
import type { Gates } from './gates.ts'
import type { Life } from './manual-time.ts'

type Call = (...args: unknown[]) => Promise<unknown>

/** Stands in the place of a store's methods, by name: how the machinery is broken on purpose. */
export type Breaks = Readonly<Record<string, (call: Call, args: unknown[]) => Promise<unknown>>>

export interface GatedStoreOptions {
  readonly store: Store
  readonly gates: Gates
  readonly life: Life
  readonly breaks: Breaks
  /** A call met a full disk. */
  readonly onFull: (method: string) => void
  /** A call was done, whether or not its caller lives to hear of it. */
  readonly onDone: (method: string, args: readonly unknown[], result: unknown) => void
}

/** Calls that may find the disk full. The rest happens at the start, where it would end the process. */
const MAY_FAIL = new Set(['accept', 'commitTurn', 'changeOutboxRow', 'failOutboxRow', 'retryLater', 'takeDueTimers'])

/** The real store, each call of which waits at a gate. */
export function gatedStore(options: GatedStoreOptions): Store {
  const { store } = options
  const tenant = (id: TenantId) => gated(store.for(id), options) as unknown as TenantStore
  return gated(store, options, { for: tenant }) as unknown as Store
}

function gated(real: object, options: GatedStoreOptions, over: Record<string, unknown> = {}): object {
  return new Proxy(real, {
    get: (target, name) => {
      if (typeof name !== 'string') return undefined
      if (name in over) return over[name]
      const method = Reflect.get(target, name) as Call | undefined
      if (typeof method !== 'function') return method
      return (...args: unknown[]) => pass({ method: method.bind(target), name, args }, options)
    },
  })
}

function pass(
  { method, name, args }: { method: Call; name: string; args: unknown[] },
  { gates, life, breaks, onDone, onFull }: GatedStoreOptions,
): Promise<unknown> {
  return gates.pass(life, `store:${name}`, async ({ outcome }) => {
    if (outcome === 'busy' && MAY_FAIL.has(name)) {
      onFull(name)
      throw new Failure('STORE_UNWRITABLE', { problem: 'disk full' })
    }
    const broken = breaks[name]
    const result = await (broken ? broken(method, args) : method(...args))
    onDone(name, args, result)
    return result
  })
}
