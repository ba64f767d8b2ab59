import { useMemo } from 'react'
import type { DemoInbox } from '../api/demo-api.ts'
import type { SimMessage } from '../api/simulator-shapes.ts'
import { MARKDOWN, PLAIN, WHATSAPP } from '../text/dialect.ts'
import { renderRich } from '../text/render-rich.ts'
import { isEmojiOnly, parseRich } from '../text/rich-text.ts'

const DIALECTS = { whatsapp: WHATSAPP, web: MARKDOWN, instagram: PLAIN, facebook: PLAIN }

/** The text as this channel's app shows it: what the channel received, formatted by that app's rules. */
export function MessageText({ message, channel }: { message: SimMessage; channel: DemoInbox['channel'] }) {
  // The widget receives HTML made from the Markdown; the Markdown says the same and can inject nothing.
  const text = channel === 'web' ? message.content : (message.rendered ?? message.content)
  const blocks = useMemo(() => parseRich(text.trimEnd(), DIALECTS[channel]), [text, channel])
  return <div className={isEmojiOnly(text) ? 'text text-emoji' : 'text'}>{renderRich(blocks)}</div>
}
