import { useWords } from '../words/use-words.ts'
import { LiveStage } from './live-stage.tsx'
import { TurnCard } from './turn-card.tsx'
import { TurnsEmpty } from './turns-empty.tsx'
import type { Turns } from './use-turns.ts'

/** The right column: how each reply came about, newest first. */
export function TurnsPanel({ turns: { turns, stage } }: { turns: Turns }) {
  const words = useWords()
  return (
    <section className="panel turns" aria-label={words.turns.title}>
      <header className="panel-head">
        <h2>{words.turns.title}</h2>
        {turns.length > 1 && <small>{words.turns.newestFirst}</small>}
      </header>
      <div className="panel-scroll">
        {stage !== 'idle' && <LiveStage stage={stage} />}
        {turns.length === 0 && stage === 'idle' && <TurnsEmpty />}
        {turns.map((turn, index) => (
          <TurnCard key={turn.id} turn={turn} isNewest={index === 0} />
        ))}
      </div>
    </section>
  )
}
