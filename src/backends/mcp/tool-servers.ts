import type { TenantId } from '../../domain/ids.ts'
import type { CustomerIdentity, ToolCall, ToolDescription, ToolResult } from '../../domain/tool.ts'
import type { ToolServer } from './mcp.ts'

/**
 * The tool servers of all tenants: one each, opened when first used, closed when it was idle, so that ten thousand
 * tenants are not ten thousand connections. What `of` gives is always usable; it opens again by itself.
 */
export class ToolServers implements AsyncDisposable {
  readonly #idleMs: number
  readonly #slots = new Map<TenantId, Slot>()

  /** `idleMs`: how long an unused server is kept, counted from the end of its last call. */
  constructor({ idleMs }: { idleMs: number }) {
    this.#idleMs = idleMs
  }

  /**
   * The tools of `tenant`. `version` names the configuration `open` was made from (its hash): another version replaces
   * the server, whose running calls may finish.
   */
  of(tenant: TenantId, { version, open }: { version: string; open: () => Promise<ToolServer> }): ToolServer {
    const known = this.#slots.get(tenant)
    if (known?.version === version) return known
    known?.retire()
    const slot = new Slot({ version, open, idleMs: this.#idleMs })
    this.#slots.set(tenant, slot)
    return slot
  }

  /** How many are open now. */
  get openCount(): number {
    return [...this.#slots.values()].filter(({ isOpen }) => isOpen).length
  }

  /** Closes all of them; running calls fail. */
  async [Symbol.asyncDispose](): Promise<void> {
    const slots = [...this.#slots.values()]
    this.#slots.clear()
    await Promise.all(slots.map((slot) => slot.close()))
  }
}

/** One tenant's server, open or not. */
class Slot implements ToolServer {
  readonly version: string
  readonly #open: () => Promise<ToolServer>
  readonly #idleMs: number
  #server: Promise<ToolServer> | undefined
  #running = 0
  #timer: NodeJS.Timeout | undefined
  #isRetired = false

  constructor({ version, open, idleMs }: { version: string; open: () => Promise<ToolServer>; idleMs: number }) {
    this.version = version
    this.#open = open
    this.#idleMs = idleMs
  }

  get isOpen(): boolean {
    return this.#server !== undefined
  }

  list(): Promise<readonly ToolDescription[]> {
    return this.#use((server) => server.list())
  }

  call(
    call: ToolCall,
    options: { customer: CustomerIdentity; language: string; signal: AbortSignal },
  ): Promise<ToolResult> {
    return this.#use((server) => server.call(call, options))
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    const opening = this.#server
    this.#server = undefined
    const server = await opening?.catch(() => undefined)
    await server?.close()
  }

  /** Closes as soon as nothing runs in it. */
  retire(): void {
    this.#isRetired = true
    if (this.#running === 0) this.#rest()
  }

  async #use<T>(work: (server: ToolServer) => Promise<T>): Promise<T> {
    clearTimeout(this.#timer)
    this.#running += 1
    try {
      return await work(await this.#opened())
    } finally {
      this.#running -= 1
      if (this.#running === 0) this.#rest()
    }
  }

  /** Single flight; one that did not open is tried again by the next caller. */
  #opened(): Promise<ToolServer> {
    if (this.#server !== undefined) return this.#server
    const opening = this.#open()
    this.#server = opening
    opening.catch(() => {
      if (this.#server === opening) this.#server = undefined
    })
    return opening
  }

  #rest(): void {
    clearTimeout(this.#timer)
    // A server that does not close well is gone all the same.
    const end = () => void this.close().catch(() => undefined)
    if (this.#isRetired) end()
    else this.#timer = setTimeout(end, this.#idleMs).unref()
  }
}
