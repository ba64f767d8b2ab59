import { useState } from 'react'
import type { Stage } from '../api/demo-api.ts'
import { Icon } from '../icons/icon.tsx'
import { useWords } from '../words/use-words.ts'
import { type Charge, chargeOf } from './charge.ts'
import { shownMessages } from './chat-state.ts'
import type { Chat } from './use-chat.ts'

interface Props {
  chat: Chat
  stage: Stage
  isAttendant: boolean
  setAttendant: (isAttendant: boolean) => void
}

const ICON = { none: 'spark', crew: 'spark', human: 'person', waiting: 'hand', resolved: 'check' } as const

/** Who answers the customer now, and the two buttons that change it. */
export function ChargeBar({ chat, stage, isAttendant, setAttendant }: Props) {
  const words = useWords()
  const [hasFailed, setFailed] = useState(false)
  const hasBegun = shownMessages(chat.state).length > 0
  const conversation = hasBegun ? chat.state.conversation : null
  const charge = chargeOf(conversation)
  const run = (work: () => Promise<void>) => () => {
    setFailed(false)
    void work().catch(() => setFailed(true))
  }
  const isWorking = stage !== 'idle' && charge.by === 'crew'
  return (
    <div className="charge" data-charge={charge.by}>
      <span className="charge-mark" data-working={isWorking}>
        <Icon name={ICON[charge.by]} />
      </span>
      <span className="charge-words" role="status">
        <strong>{titleOf(charge, words.charge)}</strong>
        <small>{hasFailed ? words.charge.failed : isWorking ? words.stage[stage] : null}</small>
      </span>
      {conversation && (
        <span className="status" data-status={conversation.status}>
          {words.status[conversation.status]}
        </span>
      )}
      <span className="charge-tools">
        {(charge.by === 'crew' || charge.by === 'waiting') && (
          <button type="button" className="button button-human" onClick={run(chat.takeOver)}>
            {words.charge.takeOver}
          </button>
        )}
        {(charge.by === 'human' || charge.by === 'waiting') && (
          <button type="button" className="button" onClick={run(chat.giveBack)}>
            <Icon name="spark" size={15} />
            {words.charge.giveBack}
          </button>
        )}
        <button
          type="button"
          className="icon-button"
          aria-pressed={isAttendant}
          aria-label={words.attendantView}
          title={`${words.attendantView}: ${words.attendantViewHint}`}
          onClick={() => setAttendant(!isAttendant)}
        >
          <Icon name="eye" />
        </button>
      </span>
    </div>
  )
}

function titleOf(charge: Charge, words: ReturnType<typeof useWords>['charge']): string {
  return charge.by === 'human' ? words.human(charge.name) : words[charge.by]
}
