import { Icon } from '../icons/icon.tsx'
import { useWords } from '../words/use-words.ts'

const ICON = {
  sending: 'clock',
  sent: 'check',
  delivered: 'doubleCheck',
  read: 'doubleCheck',
  failed: 'alert',
} as const
type Status = keyof typeof ICON

/** How far a message got: one tick sent, two delivered, blue read. */
export function Ticks({ status }: { status: string }) {
  const words = useWords()
  const known: Status = status in ICON ? (status as Status) : 'sent'
  return (
    <span className="ticks" data-status={known} role="img" aria-label={words.ticks[known]} title={words.ticks[known]}>
      <Icon name={ICON[known]} size={known === 'sending' || known === 'failed' ? 12 : 16} />
    </span>
  )
}
