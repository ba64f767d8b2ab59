import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { TurnRecord } from './domain/turn-record.ts'
import type { MetricsDeps } from './metrics.ts'

/** What `/metrics` shows. No label holds a tenant, a conversation or a word of a customer. */
export class Instruments {
  readonly #registry = new Registry()
  readonly #webhooks = this.#counter(
    'chatwootai_webhooks_total',
    'Webhooks by what they were or why they were refused.',
    ['kind'],
  )
  readonly #turns = this.#counter('chatwootai_turns_total', 'Turns by outcome.', ['outcome', 'reason'])
  readonly #calls = this.#counter('chatwootai_model_calls_total', 'Calls to language models.')
  readonly #tokens = this.#counter('chatwootai_model_tokens_total', 'Tokens as the models counted them.', ['direction'])
  readonly #swept = this.#counter('chatwootai_swept_total', 'Facts of lost webhooks that a sweep found.')
  readonly #failedSweeps = this.#counter(
    'chatwootai_failed_sweeps_total',
    'Accounts that a sweep could not look through to the end.',
  )
  readonly #crewSeconds = new Histogram({
    name: 'chatwootai_crew_seconds',
    help: 'Seconds from the gate to the reply written.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 0.7, 1.5, 3, 6, 12, 25],
    registers: [this.#registry],
  })

  constructor(deps: MetricsDeps) {
    const counts = () => deps.store.counts()
    this.#gauge('chatwootai_queued_webhooks', 'Webhooks that wait to be taken up.', () => deps.queued())
    this.#gauge('chatwootai_open_rows', 'Customer messages not answered yet.', async () => (await counts()).openRows)
    this.#gauge('chatwootai_parked_rows', 'Messages set aside for a person.', async () => (await counts()).parkedRows)
    this.#gauge('chatwootai_unsent_rows', 'Things not done at Chatwoot yet.', async () => (await counts()).unsentRows)
    this.#gauge('chatwootai_oldest_open_seconds', 'Age of the oldest open message.', async () => {
      const { oldestOpenAtMs } = await counts()
      return oldestOpenAtMs === null ? 0 : (deps.now() - oldestOpenAtMs) / 1_000
    })
    this.#gauge('chatwootai_awake_lanes', 'Conversations at work.', () => deps.awakeLanes())
    this.#gauge('chatwootai_running_turns', 'Turns that run now.', () => deps.runningTurns())
    this.#gauge(
      'chatwootai_connections_in_trouble',
      'Chatwoots that refuse us or do not answer.',
      () => deps.troubles?.() ?? 0,
    )
  }

  countWebhooks(counts: Readonly<Record<string, number>>): void {
    for (const [kind, count] of Object.entries(counts)) this.#webhooks.inc({ kind }, count)
  }

  countSweep({ found, failed }: { readonly found: number; readonly failed: number }): void {
    this.#swept.inc(found)
    this.#failedSweeps.inc(failed)
  }

  countTurn({ result, crewMs }: TurnRecord): void {
    this.#turns.inc({ outcome: result.outcome, reason: result.reason ?? '' })
    this.#calls.inc(result.usage.modelCalls)
    this.#tokens.inc({ direction: 'in' }, result.usage.inputTokens)
    this.#tokens.inc({ direction: 'out' }, result.usage.outputTokens)
    this.#crewSeconds.observe(crewMs / 1_000)
  }

  /** Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics()
  }

  #counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name, help, labelNames, registers: [this.#registry] })
  }

  #gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      async collect() {
        this.set(await read())
      },
    })
  }
}
