import { formatDate } from '../words/format.ts'
import { useSpeech } from '../words/use-words.ts'
import { named } from '../words/words.ts'

/** What was read out of the message: order number, product, date … */
export function Slots({ slots }: { slots: Readonly<Record<string, unknown>> }) {
  const { language, words } = useSpeech()
  const entries = Object.entries(slots).filter(([, value]) => value !== null && value !== undefined)
  if (entries.length === 0) return null
  return (
    <section className="section">
      <h3>{words.turns.slots}</h3>
      <dl className="slots">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{named(words.slots, name)}</dt>
            <dd>{shown(value, language)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function shown(value: unknown, language: string): string {
  if (typeof value === 'object') return JSON.stringify(value)
  return typeof value === 'string' && ISO_DATE.test(value) ? formatDate(value, language) : String(value)
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/
