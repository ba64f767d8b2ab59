import type { Stage } from '../api/demo-api.ts'
import { useWords } from '../words/use-words.ts'

const STAGES = ['gathering', 'running', 'sending'] as const

/** The turn that is being worked on right now. */
export function LiveStage({ stage }: { stage: Exclude<Stage, 'idle'> }) {
  const words = useWords()
  const names = { gathering: words.turns.gate, running: words.turns.crew, sending: words.turns.sending }
  const now = STAGES.indexOf(stage)
  return (
    <div className="live" role="status">
      <p>
        <i />
        <strong>{words.turns.live}</strong>
        {words.stage[stage]}
      </p>
      <ol>
        {STAGES.map((one, index) => (
          <li key={one} data-state={index < now ? 'done' : index === now ? 'now' : 'next'}>
            {names[one]}
          </li>
        ))}
      </ol>
    </div>
  )
}
