import { useMemo, useState } from 'react'
import type { DemoShop } from '../api/demo-api.ts'
import { ChatPanel } from '../chat/chat-panel.tsx'
import { shownMessages } from '../chat/chat-state.ts'
import { useChat } from '../chat/use-chat.ts'
import { Icon } from '../icons/icon.tsx'
import type { LiveBus } from '../live/live-bus.ts'
import { ShopsPanel } from '../shops/shops-panel.tsx'
import { TurnsPanel } from '../turns/turns-panel.tsx'
import { useTurns } from '../turns/use-turns.ts'
import { useWords } from '../words/use-words.ts'
import type { Place } from './place.ts'

interface Props {
  place: Place
  shops: readonly DemoShop[]
  go: (change: Partial<Place>) => void
  bus: LiveBus
}

const TABS = [
  ['shops', 'store'],
  ['chat', 'chat'],
  ['turns', 'spark'],
] as const

/** The three columns; on narrow screens one at a time, chosen by tabs. */
export function Workspace({ place, shops, go, bus }: Props) {
  const words = useWords()
  const [tab, setTab] = useState<(typeof TABS)[number][0]>('chat')
  const { shop, inbox, contact } = place
  const line = useMemo(
    () => ({
      tenant: shop.tenant,
      account: shop.account,
      inbox: inbox.inbox,
      channel: inbox.channel,
      contact: contact.key,
    }),
    [shop, inbox, contact],
  )
  const chat = useChat(line, bus)
  const [first] = shownMessages(chat.state)
  const all = useTurns(first ? chat.thread : null, bus)
  // The web widget goes on in the same conversation after "new conversation": its older turns are not this one's.
  const sinceMs = chat.state.hiddenUpTo > 0 ? (first?.created_at_ms ?? 0) : 0
  const turns = { ...all, turns: all.turns.filter(({ startedAtMs }) => startedAtMs >= sinceMs) }
  const ask = (text: string) => {
    setTab('chat')
    void chat.send(text, 'customer')
  }
  return (
    <>
      <main className="workspace" data-tab={tab}>
        <ShopsPanel place={place} shops={shops} go={go} ask={ask} chat={chat} />
        <ChatPanel place={place} chat={chat} stage={turns.stage} ask={ask} />
        <TurnsPanel turns={turns} />
      </main>
      <nav className="tabs">
        {TABS.map(([name, icon]) => (
          <button key={name} type="button" aria-pressed={tab === name} onClick={() => setTab(name)}>
            <Icon name={icon} size={20} />
            {words.tabs[name]}
          </button>
        ))}
      </nav>
    </>
  )
}
