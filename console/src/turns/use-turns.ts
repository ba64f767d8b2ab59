import { useEffect, useEffectEvent, useState } from 'react'
import type { TurnView } from '../../../src/wire/turn-view.ts'
import type { Thread } from '../api/chatwoot-simulator.ts'
import { readTurns, type Stage } from '../api/demo-api.ts'
import type { LiveBus, LiveEvent } from '../live/live-bus.ts'
import { Refresher } from '../live/refresher.ts'
import { withTurn } from './turn-list.ts'

export interface Turns {
  /** Newest first. */
  readonly turns: readonly TurnView[]
  readonly stage: Stage
}

const NOTHING: Turns = { turns: [], stage: 'idle' }

/** The turns of one conversation and what its crew is doing now. */
export function useTurns(thread: Thread | null, bus: LiveBus): Turns {
  const key = thread ? `${thread.account}/${thread.id}` : ''
  const [held, setHeld] = useState({ key, ...NOTHING })
  const change = useEffectEvent((edit: (now: Turns) => Partial<Turns>) =>
    setHeld((now) => {
      const mine = now.key === key ? now : { key, ...NOTHING }
      return { ...mine, ...edit(mine) }
    }),
  )

  const read = useEffectEvent(async (signal: AbortSignal) => {
    if (!thread) return
    const turns = await readTurns(thread, signal)
    change((now) => ({
      turns: now.turns.reduceRight((all, turn) => withTurn(all, turn), [...turns] as readonly TurnView[]),
    }))
  })

  const hear = useEffectEvent((live: LiveEvent, refresher: Refresher) => {
    if (live.kind === 'connected') {
      // Whatever stage was told before the stream was lost may be long over.
      change(() => ({ stage: 'idle' }))
      void refresher.refresh().catch(() => {})
    }
    if (!thread) return
    if (live.kind === 'turn' && live.turn.account === thread.account && live.turn.conversation === thread.id)
      change(({ turns }) => ({ turns: withTurn(turns, live.turn) }))
    if (live.kind === 'stage' && live.event.account === thread.account && live.event.conversation === thread.id)
      change(() => ({ stage: live.event.stage }))
  })

  useEffect(() => {
    const refresher = new Refresher(read)
    void key
    void refresher.refresh().catch(() => {})
    const stop = bus.listen((live) => hear(live, refresher))
    return () => {
      stop()
      refresher.close()
    }
  }, [key, bus])

  return held.key === key ? held : NOTHING
}
