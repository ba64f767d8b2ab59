import type { Store } from './backends/store/store.ts'
import type { TurnRecord } from './domain/turn-record.ts'
import type { Instruments } from './instruments.ts'

export interface MetricsDeps {
  readonly store: Store
  /** Webhooks that wait until there is room for them. */
  readonly queued: () => number
  readonly awakeLanes: () => number
  readonly runningTurns: () => number
  /** Connections that do not work. */
  readonly troubles?: () => number
  readonly now: () => number
}

/** Counts for `/metrics`. What it counts with is loaded with the first thing to count: a start has none. */
export class Metrics {
  readonly #deps: MetricsDeps
  #instruments: Promise<Instruments> | null = null

  constructor(deps: MetricsDeps) {
    this.#deps = deps
  }

  countWebhooks(counts: Readonly<Record<string, number>>): void {
    void this.#loaded().then((instruments) => instruments.countWebhooks(counts))
  }

  countSweep(swept: { readonly found: number; readonly failed: number }): void {
    void this.#loaded().then((instruments) => instruments.countSweep(swept))
  }

  countTurn(record: TurnRecord): void {
    void this.#loaded().then((instruments) => instruments.countTurn(record))
  }

  /** Prometheus' text format. */
  async text(): Promise<string> {
    return (await this.#loaded()).text()
  }

  #loaded(): Promise<Instruments> {
    this.#instruments ??= import('./instruments.ts').then(({ Instruments }) => new Instruments(this.#deps))
    return this.#instruments
  }
}
