import type { TurnView } from '../../../src/wire/turn-view.ts'
import { formatMs } from '../words/format.ts'
import { useSpeech } from '../words/use-words.ts'

/** Where the customer's wait went: gate, crew, sending. Widths are true but for a sliver each that stays visible. */
export function StageStrip({ turn }: { turn: TurnView }) {
  const { language, words } = useSpeech()
  const stages = [
    { kind: 'gate', name: words.turns.gate, ms: turn.gateMs },
    { kind: 'crew', name: words.turns.crew, ms: turn.crewMs },
    { kind: 'send', name: words.turns.sending, ms: turn.sendMs },
  ].filter(({ kind }) => kind !== 'send' || turn.outcome !== 'silent')
  return (
    <dl className="stages">
      {stages.map(({ kind, name, ms }) => (
        <div key={kind} data-stage={kind} style={{ flexGrow: ms ?? 0 }}>
          <dt>{name}</dt>
          <dd>{ms === null ? '…' : formatMs(ms, language)}</dd>
        </div>
      ))}
    </dl>
  )
}
