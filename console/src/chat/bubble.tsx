import type { DemoInbox } from '../api/demo-api.ts'
import { formatTime } from '../words/format.ts'
import { useSpeech } from '../words/use-words.ts'
import { AttachmentView } from './attachment-view.tsx'
import { authorOf, type ChatRow } from './chat-rows.ts'
import { MessageText } from './message-text.tsx'
import { ReplyOptions } from './reply-options.tsx'
import { Ticks } from './ticks.tsx'
import type { Chat } from './use-chat.ts'

interface Props {
  row: ChatRow & { kind: 'bubble' }
  channel: DemoInbox['channel']
  chat: Chat
  isAttendant: boolean
}

/** One message. A person's is named as a person's; the crew's is named only where the shop looks. */
export function Bubble({ row, channel, chat, isAttendant }: Props) {
  const { language, words } = useSpeech()
  const { message, side } = row
  const author = authorOf(message)
  const isNamed = row.isFirst && (author === 'human' || (author === 'crew' && isAttendant))
  const hasPicture = message.attachments.some(({ kind }) => kind === 'image')
  const isWide = message.items.length > 0
  return (
    <article className="row" data-side={side} data-first={row.isFirst} data-last={row.isLast}>
      <div className="bubble" data-author={author} data-picture={hasPicture} data-wide={isWide}>
        {isNamed && (
          <span className="author">
            {author === 'human' ? `${message.sender?.name ?? ''} · ${words.human}` : words.crewName}
          </span>
        )}
        {message.attachments.map((attachment) => (
          <AttachmentView key={attachment.url ?? attachment.name} attachment={attachment} />
        ))}
        {message.content !== '' && <MessageText message={message} channel={channel} />}
        <span className="stamp">
          {formatTime(message.created_at_ms, language)}
          {(side === 'customer' || isAttendant) && <Ticks status={side === 'customer' ? 'read' : message.status} />}
        </span>
        {message.status === 'failed' && <span className="undelivered">{words.ticks.failed}</span>}
      </div>
      {isWide && <ReplyOptions message={message} channel={channel} tap={(title) => chat.tap(message.id, title)} />}
    </article>
  )
}
