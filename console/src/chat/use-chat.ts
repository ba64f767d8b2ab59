import { useCallback, useEffect, useEffectEvent, useMemo, useReducer, useRef } from 'react'
import * as simulator from '../api/chatwoot-simulator.ts'
import { type SimEvent, SimTyping } from '../api/simulator-shapes.ts'
import type { LiveBus } from '../live/live-bus.ts'
import { Refresher } from '../live/refresher.ts'
import { type ChatState, chatReducer, type Outgoing, openedChat, type Writer } from './chat-state.ts'

/** A chat and what can be done in it. Every action ends with what the simulator then has. */
export interface Chat {
  readonly state: ChatState
  readonly thread: simulator.Thread | null
  send(text: string, as: Writer): Promise<void>
  resend(outgoing: Outgoing): Promise<void>
  tap(message: number, title: string): Promise<void>
  takeOver(): Promise<void>
  giveBack(): Promise<void>
  resolve(): Promise<void>
  /** The current conversation is resolved; the customer's next message opens another. */
  beginAnew(): Promise<void>
  reload(): void
}

export const lineKey = ({ tenant, channel, contact }: simulator.Line): string => `${tenant}/${channel}/${contact}`

/** The chat of one line: the live stream only hints, what is shown is always read back. */
export function useChat(line: simulator.Line, bus: LiveBus): Chat {
  const key = lineKey(line)
  const [stored, dispatch] = useReducer(chatReducer, key, openedChat)
  const state = stored.line === key ? stored : openedChat(key)
  const refresher = useRef<Refresher | null>(null)
  const known = state.conversation?.id ?? null
  const thread = useMemo(() => (known === null ? null : { account: line.account, id: known }), [known, line.account])

  const refresh = useCallback(async () => {
    await refresher.current?.refresh().catch(() => dispatch({ line: key, kind: 'load-failed' }))
  }, [key])

  const read = useEffectEvent(async (signal: AbortSignal) => {
    const conversation = await simulator.latestConversation(line, signal)
    const messages = conversation
      ? await simulator.readMessages({ account: line.account, id: conversation.id }, signal)
      : []
    dispatch({ line: key, kind: 'loaded', conversation, messages })
  })

  const hear = useEffectEvent((event: SimEvent) => {
    if (event.account !== line.account) return
    if (event.type !== 'typing') void refresh()
    else if (event.conversation === known) dispatch({ line: key, kind: 'typing', isTyping: isTypingOn(event.data) })
  })

  useEffect(() => {
    dispatch({ line: key, kind: 'opened' })
    const reading = new Refresher(read)
    refresher.current = reading
    void refresh()
    const stop = bus.listen((live) => {
      if (live.kind === 'connected') void refresh()
      if (live.kind === 'simulator') hear(live.event)
    })
    return () => {
      stop()
      reading.close()
    }
  }, [key, bus, refresh])

  return useMemo(() => {
    const act = async (work: () => Promise<unknown>) => {
      await work()
      await refresh()
    }
    const deliver = async (out: Outgoing) => {
      dispatch({ line: key, kind: 'sending', outgoing: { ...out, hasFailed: false } })
      try {
        if (out.as === 'customer') await simulator.writeAsCustomer(line, out.text)
        else if (thread) await simulator.writeAsHuman(thread, out.text, out.as === 'note')
        await refresh()
        dispatch({ line: key, kind: 'sent', key: out.key })
      } catch {
        dispatch({ line: key, kind: 'send-failed', key: out.key })
      }
    }
    const inThread = (work: (thread: simulator.Thread) => Promise<unknown>) => async () => {
      if (thread) await act(() => work(thread))
    }
    return {
      state,
      thread,
      send: (text, as) => deliver({ key: crypto.randomUUID(), text, as, atMs: Date.now(), hasFailed: false }),
      resend: (outgoing) => deliver(outgoing),
      tap: async (message, title) => {
        if (thread) await act(() => simulator.tapOption(thread, message, title))
      },
      takeOver: inThread(async (at) => {
        await simulator.assign(at, 'marina')
        await simulator.setStatus(at, 'open')
      }),
      giveBack: inThread(async (at) => {
        await simulator.assign(at, null)
        await simulator.setStatus(at, 'pending')
      }),
      resolve: inThread((at) => simulator.setStatus(at, 'resolved')),
      beginAnew: async () => {
        dispatch({ line: key, kind: 'began-anew' })
        if (thread && state.conversation?.status !== 'resolved')
          await act(() => simulator.setStatus(thread, 'resolved'))
      },
      reload: () => void refresh(),
    }
  }, [key, line, thread, state, refresh])
}

/** Whether the shop's side is typing; the customer's own typing is not shown to them. */
function isTypingOn(data: unknown): boolean {
  const typing = SimTyping.safeParse(data)
  return typing.success && typing.data.on && typing.data.by?.kind !== 'contact'
}
