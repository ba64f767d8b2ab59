import { useEffect, useRef } from 'react'
import { Icon } from '../icons/icon.tsx'
import { useWords } from '../words/use-words.ts'

interface Props {
  titles: readonly string[]
  choose: (title: string) => void
  close: () => void
}

/** WhatsApp's list of options, from below. A dialog: focus stays inside, Escape closes. */
export function OptionSheet({ titles, choose, close }: Props) {
  const words = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog className="sheet" ref={dialog} onClose={close} aria-label={words.options}>
      <header>
        <strong>{words.options}</strong>
        <button type="button" className="icon-button" aria-label={words.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <ul>
        {titles.map((title) => (
          <li key={title}>
            <button type="button" onClick={() => choose(title)}>
              {title}
              <i />
            </button>
          </li>
        ))}
      </ul>
    </dialog>
  )
}
