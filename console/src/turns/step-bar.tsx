import { useId } from 'react'
import type { StepView } from '../../../src/wire/turn-view.ts'
import { formatMs } from '../words/format.ts'
import { useSpeech } from '../words/use-words.ts'
import { agentName } from '../words/words.ts'
import { JsonView } from './json-view.tsx'

interface Props {
  step: StepView
  axisMs: number
  isOpen: boolean
  toggle: () => void
}

/** One agent's bar; opened, what it was asked and what it answered. */
export function StepBar({ step, axisMs, isOpen, toggle }: Props) {
  const { language, words } = useSpeech()
  const id = useId()
  const share = (ms: number) => `${Math.min(100, (100 * ms) / axisMs)}%`
  return (
    <li className="step" data-kind={step.kind} data-failed={step.error !== null}>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        title={step.task}
        onClick={toggle}
      >
        <span className="step-name">
          <strong>{agentName(words, step.agent)}</strong>
          <small>{words.kinds[step.kind]}</small>
        </span>
        <span className="step-track">
          <i style={{ left: share(step.startMs), width: share(step.ms) }} />
        </span>
        <span className="step-ms">{formatMs(step.ms, language)}</span>
      </button>
      {isOpen && (
        <div className="step-detail" id={id}>
          {step.error !== null && (
            <p className="problem">
              {words.turns.stepError}: {step.error}
            </p>
          )}
          <h4>{words.turns.request}</h4>
          <JsonView value={step.request} />
          <h4>{words.turns.response}</h4>
          <JsonView value={step.response} />
        </div>
      )}
    </li>
  )
}
