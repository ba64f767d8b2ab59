import type { TurnView } from '../../../src/wire/turn-view.ts'
import { useWords } from '../words/use-words.ts'
import type { Source } from './evidence.ts'
import { toolArgs } from './tool-args.ts'
import { ToolCallCard } from './tool-call-card.tsx'

export function ToolCalls({ turn, pointed }: { turn: TurnView; pointed: Source | null }) {
  const words = useWords()
  return (
    <section className="section">
      <h3>{words.turns.tools}</h3>
      {turn.tools.length === 0 && <p className="nothing">{words.turns.noTools}</p>}
      {turn.tools.map((call, index) => (
        <ToolCallCard
          key={index}
          call={call}
          index={index}
          args={toolArgs(turn, index)}
          isPointed={pointed?.kind === 'tool' && pointed.index === index}
        />
      ))}
    </section>
  )
}
