import { useMemo } from 'react'
import type { SimMessage } from '../api/simulator-shapes.ts'
import { Icon } from '../icons/icon.tsx'
import { MARKDOWN } from '../text/dialect.ts'
import { renderRich } from '../text/render-rich.ts'
import { parseRich } from '../text/rich-text.ts'
import { formatTime } from '../words/format.ts'
import { useSpeech } from '../words/use-words.ts'
import { authorOf } from './chat-rows.ts'

/** A private note: a hand-over's summary, or what an attendant wrote for colleagues. */
export function NoteCard({ message }: { message: SimMessage }) {
  const { language, words } = useSpeech()
  const blocks = useMemo(() => parseRich(message.content.trimEnd(), MARKDOWN), [message.content])
  const author = authorOf(message) === 'human' ? message.sender?.name : words.crewName
  return (
    <aside className="note">
      <header>
        <Icon name="note" size={15} />
        <strong>{words.privateNote}</strong>
        <span>
          {author} · {words.noteHint}
        </span>
        <time>{formatTime(message.created_at_ms, language)}</time>
      </header>
      <div className="text">{renderRich(blocks)}</div>
    </aside>
  )
}
