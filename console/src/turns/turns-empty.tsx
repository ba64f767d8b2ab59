import { Icon } from '../icons/icon.tsx'
import { useWords } from '../words/use-words.ts'

const ICONS = ['clock', 'spark', 'search', 'chat'] as const

/** Before the first turn: what will be seen here. */
export function TurnsEmpty() {
  const { turns } = useWords()
  return (
    <div className="turns-empty">
      <h3>{turns.emptyTitle}</h3>
      <p>{turns.emptyText}</p>
      <ol>
        {turns.way.map(([name, what], index) => (
          <li key={name}>
            <span>
              <Icon name={ICONS[index] ?? 'chat'} size={17} />
            </span>
            <strong>{name}</strong>
            <small>{what}</small>
          </li>
        ))}
      </ol>
    </div>
  )
}
