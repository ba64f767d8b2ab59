import type { TurnView } from '../../../src/wire/turn-view.ts'
import { Icon } from '../icons/icon.tsx'
import { formatCount, formatMs, formatPercent, formatTime } from '../words/format.ts'
import { useSpeech } from '../words/use-words.ts'
import { named } from '../words/words.ts'
import { modelsOf } from './models-of.ts'

interface Props {
  turn: TurnView
  isOpen: boolean
  body: string
  toggle: () => void
}

export function TurnHead({ turn, isOpen, body, toggle }: Props) {
  const { language, words } = useSpeech()
  const isUnderstood = turn.steps.some(({ kind }) => kind === 'classify') || turn.confidence > 0
  const total = turn.gateMs + turn.crewMs + (turn.sendMs ?? 0)
  const engine = turn.engine === 'built-in' ? words.builtIn : modelsOf(turn).join(', ') || words.turns.model
  return (
    <button
      type="button"
      className="turn-head"
      aria-expanded={isOpen}
      aria-controls={isOpen ? body : undefined}
      onClick={toggle}
    >
      <span className="turn-line">
        <span className="outcome">{words.turns.outcome[turn.outcome]}</span>
        <time>{formatTime(turn.startedAtMs, language)}</time>
        <b>{formatMs(total, language)}</b>
        <Icon name="chevron" size={16} />
      </span>
      <span className="turn-text">{turn.text}</span>
      <span className="turn-facts">
        {isUnderstood && (
          <span className="intent">
            {named(words.intents, turn.intent)}
            <meter min={0} max={1} value={turn.confidence} aria-label={words.turns.confidence} />
            {formatPercent(turn.confidence, language)}
          </span>
        )}
        <span>{turn.language}</span>
        {turn.engine === 'model' && (
          <span>
            {words.turns.modelCalls(turn.modelCalls, formatCount(turn.inputTokens + turn.outputTokens, language))}
          </span>
        )}
        <span className="turn-engine">
          <Icon name={turn.engine === 'built-in' ? 'bolt' : 'spark'} size={12} />
          {engine}
        </span>
      </span>
    </button>
  )
}
