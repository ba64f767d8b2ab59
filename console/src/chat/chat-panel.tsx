import { useState } from 'react'
import type { Stage } from '../api/demo-api.ts'
import type { Place } from '../layout/place.ts'
import { shopHue } from '../shops/shop-hue.ts'
import { useWords } from '../words/use-words.ts'
import { ChargeBar } from './charge-bar.tsx'
import { ChatHeader } from './chat-header.tsx'
import { shownMessages, type Writer } from './chat-state.ts'
import { Composer } from './composer.tsx'
import { Messages } from './messages.tsx'
import { SiteGhost } from './site-ghost.tsx'
import type { Chat } from './use-chat.ts'

interface Props {
  place: Place
  chat: Chat
  stage: Stage
  ask: (text: string) => void
}

/** The middle column: the chat as the channel's own app shows it, with the shop's side one switch away. */
export function ChatPanel({ place, chat, stage, ask }: Props) {
  const words = useWords()
  const [isAttendant, setAttendant] = useState(false)
  // Who writes is chosen for this chat only, and a chat begins with its customer.
  const [chosen, setChosen] = useState<{ line: string; writer: Writer } | null>(null)
  const { line } = chat.state
  const hasBegun = chat.thread !== null && shownMessages(chat.state).length > 0
  const writer = hasBegun && chosen?.line === line ? chosen.writer : 'customer'
  const chooseWriter = (next: Writer) => {
    setChosen({ line, writer: next })
    if (next !== 'customer') setAttendant(true)
  }
  const { channel } = place.inbox
  return (
    <section className="panel chat" aria-label={words.tabs.chat}>
      <ChargeBar chat={chat} stage={stage} isAttendant={isAttendant} setAttendant={setAttendant} />
      <div className="skin" data-skin={channel} style={{ '--hue': shopHue(place.shop.account) } as React.CSSProperties}>
        {channel === 'web' && <SiteGhost shop={place.shop} />}
        <div className="phone">
          <ChatHeader place={place} isTyping={chat.state.isTyping} />
          <Messages place={place} chat={chat} isAttendant={isAttendant} ask={ask} />
          <Composer
            name={place.contact.name}
            writer={writer}
            setWriter={chooseWriter}
            hasBegun={hasBegun}
            send={(text) => void chat.send(text, writer)}
          />
        </div>
      </div>
    </section>
  )
}
