import type { LiveFeed } from './admin/live-feed.ts'
import type { Store } from './backends/store/store.ts'
import type { Log } from './base/log.ts'
import type { Lane } from './domain/lane.ts'
import type { HubNews } from './flow/hub/news.ts'
import type { Metrics } from './metrics.ts'

export interface Watched {
  readonly feed: LiveFeed
  readonly metrics: Metrics
  readonly store: Store
  readonly log: Log
}

export interface Watchers extends HubNews {
  /** The lane's newest turn has more to show: its reply has gone out. */
  tellTurn(lane: Lane): void
}

/** Those who watch are told of stages, of a turn when it is written, and again when its reply has gone out. */
export function watchersOf({ feed, metrics, store, log }: Watched): Watchers {
  const tellTurn = (lane: Lane): void => {
    if (!feed.isWatched) return
    const newest = store.for(lane.tenant).turns(lane, 1)
    newest.then(
      ([turn]) => turn && feed.tell('turn', turn),
      (error) => log.warn({ err: error }, 'a turn could not be shown'),
    )
  }
  return {
    tellTurn,
    stage: ({ account, conversation }, stage) => feed.tell('stage', { account, conversation, stage }),
    turn: (record) => {
      metrics.countTurn(record)
      tellTurn(record.lane)
    },
  }
}
