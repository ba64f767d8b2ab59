import { Icon } from '../icons/icon.tsx'
import type { Place } from '../layout/place.ts'
import { useWords } from '../words/use-words.ts'
import { CHANNEL_NAMES } from './channel-names.ts'

export function ChannelPicker({ place, go }: { place: Place; go: (change: Partial<Place>) => void }) {
  const words = useWords()
  return (
    <ul className="channels">
      {place.shop.inboxes.map((inbox) => (
        <li key={inbox.inbox}>
          <button
            type="button"
            className="channel"
            data-channel={inbox.channel}
            aria-pressed={inbox.inbox === place.inbox.inbox}
            title={inbox.ownCrew ? undefined : words.defaultCrewHint}
            onClick={() => go({ inbox })}
          >
            <span className="channel-mark">
              <Icon name={inbox.channel} />
            </span>
            <span>
              {CHANNEL_NAMES[inbox.channel]}
              {!inbox.ownCrew && <small className="badge">{words.defaultCrew}</small>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
