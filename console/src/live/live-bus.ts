import { TurnView } from '../../../src/wire/turn-view.ts'
import { SIMULATOR } from '../api/chatwoot-simulator.ts'
import { StageEvent, TurnWritten } from '../api/demo-api.ts'
import { SimEvent } from '../api/simulator-shapes.ts'
import { type LiveFeed, openFeed } from './live-feed.ts'

export type LiveEvent =
  | { readonly kind: 'simulator'; readonly event: SimEvent }
  | { readonly kind: 'turn'; readonly turn: TurnView }
  | { readonly kind: 'turn-written'; readonly event: TurnWritten }
  | { readonly kind: 'stage'; readonly event: StageEvent }
  /** A stream is open again: whatever was read before may be stale. */
  | { readonly kind: 'connected' }
  | { readonly kind: 'lost' }

/** The server's and the simulator's streams as one, for any number of listeners. */
export class LiveBus {
  readonly #listeners = new Set<(event: LiveEvent) => void>()
  #feeds: LiveFeed[] = []

  open(): void {
    const common = { onOpen: () => this.#tell({ kind: 'connected' }), onLost: () => this.#tell({ kind: 'lost' }) }
    const events = {
      turn: this.#read(TurnView, (turn) => ({ kind: 'turn', turn })),
      'turn-written': this.#read(TurnWritten, (event) => ({ kind: 'turn-written', event })),
      stage: this.#read(StageEvent, (event) => ({ kind: 'stage', event })),
    }
    const message = this.#read(SimEvent, (event) => ({ kind: 'simulator', event }))
    this.#feeds = [
      openFeed('/api/events', { ...common, events }),
      openFeed(`${SIMULATOR}/events`, { ...common, events: { message } }),
    ]
  }

  close(): void {
    for (const feed of this.#feeds) feed.close()
    this.#feeds = []
  }

  /** Returns what stops the listening. */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #read<T>(schema: Schema<T>, toEvent: (value: T) => LiveEvent): (data: unknown) => void {
    return (data) => {
      const parsed = schema.safeParse(data)
      if (parsed.success) this.#tell(toEvent(parsed.data))
    }
  }

  #tell(event: LiveEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false }
}
