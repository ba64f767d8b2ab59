import { useEffect, useEffectEvent, useState } from 'react'
import type { TurnView } from '../../../src/wire/turn-view.ts'
import type { Thread } from '../api/chatwoot-simulator.ts'
import { readTurns, type Stage } from '../api/demo-api.ts'
import type { LiveBus, LiveEvent } from '../live/live-bus.ts'
import { Refresher } from '../live/refresher.ts'
import { isSending, withTurn } from './turn-list.ts'

export interface Turns {
  /** Newest first. */
  readonly turns: readonly TurnView[]
  readonly stage: Stage
}

/** The live stream tells when a reply has gone out; should it be missed, this often is looked. */
const LOOK_AGAIN_MS = 2_000

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
    change((now) => ({ turns: turns.reduce(withTurn, now.turns) }))
  })

  const hear = useEffectEvent((live: LiveEvent, refresher: Refresher) => {
    if (live.kind === 'connected') {
      // Whatever stage was told before the stream was lost may be long over.
      change(() => ({ stage: 'idle' }))
      void refresher.refresh().catch(() => {})
    }
    if (live.kind === 'turn' && isOf(thread, live.turn)) change(({ turns }) => ({ turns: withTurn(turns, live.turn) }))
    if (live.kind === 'turn-written' && isOf(thread, live.event)) void refresher.refresh().catch(() => {})
    if (live.kind === 'stage' && isOf(thread, live.event)) {
      change(() => ({ stage: live.event.stage }))
      // Over: by now it is known how long sending took.
      if (live.event.stage === 'idle') void refresher.refresh().catch(() => {})
    }
  })

  const lookAgain = useEffectEvent((refresher: Refresher) => {
    if (held.key === key && isSending(held.turns, Date.now())) void refresher.refresh().catch(() => {})
  })

  useEffect(() => {
    const refresher = new Refresher(read)
    void key
    void refresher.refresh().catch(() => {})
    const stop = bus.listen((live) => hear(live, refresher))
    const timer = setInterval(() => lookAgain(refresher), LOOK_AGAIN_MS)
    return () => {
      stop()
      clearInterval(timer)
      refresher.close()
    }
  }, [key, bus])

  return held.key === key ? held : NOTHING
}

const isOf = (thread: Thread | null, { account, conversation }: { account: number; conversation: number }): boolean =>
  thread !== null && thread.account === account && thread.id === conversation
