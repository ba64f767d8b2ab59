import { useState } from 'react'
import type { DemoInbox } from '../api/demo-api.ts'
import type { SimMessage } from '../api/simulator-shapes.ts'
import { Icon } from '../icons/icon.tsx'
import { useWords } from '../words/use-words.ts'
import { OptionSheet } from './option-sheet.tsx'

interface Props {
  message: SimMessage
  channel: DemoInbox['channel']
  tap: (title: string) => Promise<void>
}

/** WhatsApp shows up to three options as buttons and more as a list (facts of Chatwoot's WhatsApp cloud channel). */
const MOST_BUTTONS = 3

/** What a customer can tap instead of typing. Instagram ignores options: there is nothing to tap. */
export function ReplyOptions({ message, channel, tap }: Props) {
  const words = useWords()
  const [isOpen, setOpen] = useState(false)
  const [tapped, setTapped] = useState<string | null>(null)
  if (channel === 'instagram') return null
  const titles = message.items.map(({ title }) => title)
  const chosen = tapped ?? submittedTitle(message.submitted)
  const choose = (title: string) => {
    setOpen(false)
    setTapped(title)
    void tap(title).catch(() => setTapped(null))
  }
  if (channel === 'whatsapp' && titles.length > MOST_BUTTONS)
    return (
      <>
        <div className="options">
          <button type="button" onClick={() => setOpen(true)}>
            <Icon name="list" size={16} />
            {words.chooseOption}
          </button>
        </div>
        {isOpen && <OptionSheet titles={titles} choose={choose} close={() => setOpen(false)} />}
      </>
    )
  return (
    <fieldset className="options">
      <legend className="unseen">{words.options}</legend>
      {titles.map((title) => (
        <button
          key={title}
          type="button"
          aria-pressed={chosen === title}
          disabled={chosen !== null && channel === 'web'}
          onClick={() => choose(title)}
        >
          {channel === 'whatsapp' && <Icon name="reply" size={16} />}
          {title}
        </button>
      ))}
    </fieldset>
  )
}

/** `submitted` is the title, or Chatwoot's `[{ title, value }]`. */
function submittedTitle(submitted: unknown): string | null {
  const first = Array.isArray(submitted) ? submitted[0] : submitted
  if (typeof first === 'string') return first
  const title = first !== null && typeof first === 'object' && 'title' in first ? first.title : null
  return typeof title === 'string' ? title : null
}
