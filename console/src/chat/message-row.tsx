import type { Place } from '../layout/place.ts'
import { formatDay } from '../words/format.ts'
import { useSpeech } from '../words/use-words.ts'
import { activityText } from './activity-text.ts'
import { Bubble } from './bubble.tsx'
import type { ChatRow } from './chat-rows.ts'
import { NoteCard } from './note-card.tsx'
import type { Chat } from './use-chat.ts'

interface Props {
  row: ChatRow
  place: Place
  chat: Chat
  isAttendant: boolean
}

export function MessageRow({ row, place, chat, isAttendant }: Props) {
  const { language, words } = useSpeech()
  switch (row.kind) {
    case 'day': {
      const daysAgo = dayNumber(Date.now()) - dayNumber(row.atMs)
      const label = daysAgo === 0 ? words.today : daysAgo === 1 ? words.yesterday : formatDay(row.atMs, language)
      return <p className="day">{label}</p>
    }
    case 'activity':
      return <p className="system">{activityText(row.message.content, words.activity)}</p>
    case 'note':
      return <NoteCard message={row.message} />
    case 'bubble':
      return <Bubble row={row} channel={place.inbox.channel} chat={chat} isAttendant={isAttendant} />
  }
}

const dayNumber = (atMs: number): number =>
  Math.floor((atMs - new Date(atMs).getTimezoneOffset() * 60_000) / 86_400_000)
