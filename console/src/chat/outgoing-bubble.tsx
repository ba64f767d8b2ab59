import { Icon } from '../icons/icon.tsx'
import { useWords } from '../words/use-words.ts'
import type { Outgoing } from './chat-state.ts'
import { Ticks } from './ticks.tsx'

/** A message not yet at the simulator; one that did not get there can be sent again. */
export function OutgoingBubble({ outgoing, resend }: { outgoing: Outgoing; resend: () => void }) {
  const words = useWords()
  const isCustomer = outgoing.as === 'customer'
  return (
    <article className="row" data-side={isCustomer ? 'customer' : 'shop'} data-first="true" data-last="true">
      <div className="bubble" data-author={isCustomer ? 'contact' : 'human'}>
        <div className="text">{outgoing.text}</div>
        <span className="stamp">
          <Ticks status={outgoing.hasFailed ? 'failed' : 'sending'} />
        </span>
      </div>
      {outgoing.hasFailed && (
        <button type="button" className="resend" onClick={resend}>
          <Icon name="retry" size={14} />
          {words.notSent} {words.retry}
        </button>
      )}
    </article>
  )
}
