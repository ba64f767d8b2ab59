import type { Place } from '../layout/place.ts'
import { formatPhone } from '../words/format.ts'
import { useWords } from '../words/use-words.ts'

export function ContactPicker({ place, go }: { place: Place; go: (change: Partial<Place>) => void }) {
  const words = useWords()
  const { contact, inbox, shop } = place
  const reach = {
    whatsapp: formatPhone(contact.phone ?? ''),
    web: words.anonymous,
    instagram: 'Instagram',
    facebook: 'Facebook',
  }
  return (
    <>
      <ul className="contacts">
        {shop.contacts.map((person) => (
          <li key={person.key}>
            <button type="button" aria-pressed={person.key === contact.key} onClick={() => go({ contact: person })}>
              <span className="face" data-face={person.key} aria-hidden="true">
                {person.name.slice(0, 1)}
              </span>
              {person.name.split(' ')[0]}
            </button>
          </li>
        ))}
      </ul>
      <p className="hint">{[contact.name, reach[inbox.channel]].filter(Boolean).join(' · ')}</p>
    </>
  )
}
