import { useId, useMemo, useState } from 'react'
import type { TurnView } from '../../../src/wire/turn-view.ts'
import { useWords } from '../words/use-words.ts'
import { named } from '../words/words.ts'
import type { Source } from './evidence.ts'
import { usedPassages } from './evidence.ts'
import { EvidenceView } from './evidence-view.tsx'
import { Passages } from './passages.tsx'
import { Slots } from './slots.tsx'
import { StageStrip } from './stage-strip.tsx'
import { ToolCalls } from './tool-calls.tsx'
import { TurnHead } from './turn-head.tsx'
import { Waterfall } from './waterfall.tsx'

/** One turn: who worked and how long, what the reply says and what it rests on. The newest is open. */
export function TurnCard({ turn, isNewest }: { turn: TurnView; isNewest: boolean }) {
  const words = useWords()
  const [chosen, setChosen] = useState<boolean | null>(null)
  const [pointed, setPointed] = useState<Source | null>(null)
  const id = useId()
  const isOpen = chosen ?? isNewest
  // A silent turn has nothing to show but why.
  const hasWorked = turn.steps.length > 0 || turn.outcome !== 'silent'
  const used = useMemo(() => usedPassages(turn), [turn])
  return (
    <article className="turn" data-outcome={turn.outcome} data-open={isOpen}>
      <TurnHead turn={turn} isOpen={isOpen} body={id} toggle={() => setChosen(!isOpen)} />
      {isOpen && (
        <div className="turn-body" id={id}>
          {turn.reason !== null && (
            <p className="reason">
              <small>{turn.outcome === 'silent' ? words.turns.silence : words.turns.reason}</small>
              {named(words.reasons, turn.reason)}
            </p>
          )}
          <StageStrip turn={turn} />
          {hasWorked && <Waterfall turn={turn} />}
          {turn.reply.length > 0 && <EvidenceView turn={turn} pointed={pointed} point={setPointed} />}
          <Slots slots={turn.slots} />
          {hasWorked && <ToolCalls turn={turn} pointed={pointed} />}
          {hasWorked && <Passages passages={turn.passages} used={used} pointed={pointed} />}
        </div>
      )}
    </article>
  )
}
