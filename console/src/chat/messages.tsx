import { useMemo } from 'react'
import { Icon } from '../icons/icon.tsx'
import type { Place } from '../layout/place.ts'
import { useSpeech } from '../words/use-words.ts'
import { ChatEmpty } from './chat-empty.tsx'
import { chatRows } from './chat-rows.ts'
import { shownMessages } from './chat-state.ts'
import { MessageRow } from './message-row.tsx'
import { OutgoingBubble } from './outgoing-bubble.tsx'
import { TypingDots } from './typing-dots.tsx'
import type { Chat } from './use-chat.ts'
import { useStickToEnd } from './use-stick-to-end.ts'

interface Props {
  place: Place
  chat: Chat
  isAttendant: boolean
  ask: (text: string) => void
}

/** What was said, oldest first, kept scrolled to the newest unless the reader scrolled up. */
export function Messages({ place, chat, isAttendant, ask }: Props) {
  const { words } = useSpeech()
  const { state } = chat
  const shown = useMemo(() => shownMessages(state), [state])
  const rows = useMemo(
    () => chatRows(shown, isAttendant, -new Date().getTimezoneOffset() * 60_000),
    [shown, isAttendant],
  )
  const { box, inside } = useStickToEnd(`${state.line} ${state.outgoing.length > 0} ${isAttendant}`)
  const isEmpty = shown.length === 0 && state.outgoing.length === 0
  return (
    <div className="messages" ref={box} data-attendant={isAttendant}>
      <div className="messages-inner" ref={inside} role="log" aria-live="polite" aria-label={words.messages}>
        {state.phase === 'failed' && (
          <p className="system">
            {words.unreachable}{' '}
            <button type="button" onClick={chat.reload}>
              {words.retry}
            </button>
          </p>
        )}
        <p className="system system-lock">
          <Icon name="lock" size={13} />
          {words.local}
        </p>
        {isEmpty && state.phase === 'ready' && (
          <ChatEmpty name={place.contact.name} suggestions={place.shop.suggestions.slice(0, 3)} ask={ask} />
        )}
        {rows.map((row) => (
          <MessageRow key={row.key} row={row} place={place} chat={chat} isAttendant={isAttendant} />
        ))}
        {state.outgoing.map((outgoing) => (
          <OutgoingBubble key={outgoing.key} outgoing={outgoing} resend={() => void chat.resend(outgoing)} />
        ))}
        {state.isTyping && place.inbox.channel === 'web' && <TypingDots />}
      </div>
    </div>
  )
}
