import { type KeyboardEvent, useRef, useState } from 'react'
import { Icon } from '../icons/icon.tsx'
import { useWords } from '../words/use-words.ts'
import type { Writer } from './chat-state.ts'

interface Props {
  name: string
  writer: Writer
  setWriter: (writer: Writer) => void
  /** Only a chat that has begun can be answered by a human. */
  hasBegun: boolean
  send: (text: string) => void
}

/** Writes as the customer, or as the shop's human attendant in the same chat. Enter sends, Shift+Enter breaks the line. */
export function Composer({ name, writer, setWriter, hasBegun, send }: Props) {
  const words = useWords()
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const firstName = name.split(' ')[0] ?? name
  const labels = { customer: firstName, attendant: words.attendant, note: words.note } as const
  const placeholder = writer === 'customer' ? words.placeholder.customer(firstName) : words.placeholder[writer]
  const submit = () => {
    const trimmed = text.trim()
    if (trimmed === '') return
    send(trimmed)
    setText('')
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }
  return (
    <form
      className="composer"
      data-writer={writer}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <fieldset className="segments segments-small writers">
        <legend className="unseen">{words.writeAs}</legend>
        {(['customer', 'attendant', 'note'] as const).map((one) => (
          <button
            key={one}
            type="button"
            data-writer={one}
            aria-pressed={writer === one}
            disabled={one !== 'customer' && !hasBegun}
            onClick={() => setWriter(one)}
          >
            <Icon name={one === 'note' ? 'note' : 'person'} size={13} />
            {labels[one]}
            {one === 'customer' && <small>{words.customer}</small>}
          </button>
        ))}
      </fieldset>
      <div className="composer-line">
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={placeholder}
          aria-label={placeholder}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" className="send" aria-label={words.send} disabled={text.trim() === ''}>
          <Icon name="send" size={20} />
        </button>
      </div>
    </form>
  )
}
