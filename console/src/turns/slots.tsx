import { useWords } from '../words/use-words.ts'
import { named } from '../words/words.ts'

/** What was read out of the message: order number, product, date … */
export function Slots({ slots }: { slots: Readonly<Record<string, unknown>> }) {
  const words = useWords()
  const entries = Object.entries(slots).filter(([, value]) => value !== null && value !== undefined)
  if (entries.length === 0) return null
  return (
    <section className="section">
      <h3>{words.turns.slots}</h3>
      <dl className="slots">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{named(words.slots, name)}</dt>
            <dd>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
