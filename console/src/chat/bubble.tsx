import type { DemoInbox } from '../api/demo-api.ts'
import type { SimMessage } from '../api/simulator-shapes.ts'
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
  const hasOptions = message.items.length > 0
  const refusal = message.status === 'failed' ? refusalOf(message, words.ticks.failed) : null
  return (
    <article className="row" data-side={side} data-first={row.isFirst} data-last={row.isLast}>
      <div className="bubble" data-author={author} data-picture={hasPicture}>
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
          {(isAttendant || (side === 'customer' && channel === 'whatsapp')) && (
            <Ticks status={side === 'customer' ? 'read' : message.status} />
          )}
        </span>
        {refusal !== null && <span className="undelivered">{refusal}</span>}
      </div>
      {hasOptions && <ReplyOptions message={message} channel={channel} tap={(title) => chat.tap(message.id, title)} />}
    </article>
  )
}

/** The platform's own words for not delivering it, when it gave any. */
function refusalOf({ rendered, content_attributes }: SimMessage, fallback: string): string {
  const error = content_attributes?.external_error
  return rendered?.refused ?? (typeof error === 'string' ? error : fallback)
}
