import { useMemo } from 'react'
import type { DemoInbox } from '../api/demo-api.ts'
import type { SimMessage } from '../api/simulator-shapes.ts'
import { type Dialect, MARKDOWN, PLAIN, WHATSAPP } from '../text/dialect.ts'
import { renderRich } from '../text/render-rich.ts'
import { isEmojiOnly, parseRich } from '../text/rich-text.ts'

const CHANNEL_DIALECTS = { whatsapp: WHATSAPP, web: MARKDOWN, instagram: PLAIN, facebook: PLAIN }

/** The text as this channel's app shows it: what the channel received, formatted by that app's rules. */
export function MessageText({ message, channel }: { message: SimMessage; channel: DemoInbox['channel'] }) {
  const { text, dialect } = readable(message, channel)
  const blocks = useMemo(() => parseRich(text.trimEnd(), dialect), [text, dialect])
  return <div className={isEmojiOnly(text) ? 'text text-emoji' : 'text'}>{renderRich(blocks)}</div>
}

function readable(message: SimMessage, channel: DemoInbox['channel']): { text: string; dialect: Dialect } {
  const { rendered, content, message_type } = message
  // The widget gets HTML made from Markdown, and what a customer typed is not rendered at all: the content says the
  // same, and read by the channel's own rules it can inject nothing.
  const isRendered = rendered && message_type !== 'incoming' && rendered.format !== 'html' && channel !== 'web'
  return { text: isRendered ? rendered.body : content, dialect: CHANNEL_DIALECTS[channel] }
}
