import { useState } from 'react'
import type { TurnView } from '../../../src/wire/turn-view.ts'
import { useWords } from '../words/use-words.ts'
import { StepBar } from './step-bar.tsx'

/** Who of the crew worked when. The axis is the crew's own time, so that a millisecond is seen beside a long wait. */
export function Waterfall({ turn }: { turn: TurnView }) {
  const words = useWords()
  const [open, setOpen] = useState<number | null>(null)
  const axisMs = Math.max(turn.crewMs, ...turn.steps.map(({ startMs, ms }) => startMs + ms), 0.001)
  const steps = turn.steps.map((step, index) => ({ step, index })).toSorted((a, b) => a.step.startMs - b.step.startMs)
  return (
    <section className="section">
      <h3>{words.turns.waterfall}</h3>
      {steps.length === 0 && <p className="nothing">{words.turns.noSteps}</p>}
      <ol className="waterfall">
        {steps.map(({ step, index }) => (
          <StepBar
            key={index}
            step={step}
            axisMs={axisMs}
            isOpen={open === index}
            toggle={() => setOpen(open === index ? null : index)}
          />
        ))}
      </ol>
    </section>
  )
}
