import { type ReactNode, useMemo } from 'react'
import type { TurnView } from '../../../src/wire/turn-view.ts'
import { MARKDOWN } from '../text/dialect.ts'
import { plainText } from '../text/rich-text.ts'
import { useWords } from '../words/use-words.ts'
import { ClaimMark } from './claim-mark.tsx'
import { evidenceOf, type Segment, type Source } from './evidence.ts'

interface Props {
  turn: TurnView
  pointed: Source | null
  point: (source: Source | null) => void
}

/** The reply with every fact it states marked, each pointing to the passage or tool that says the same. */
export function EvidenceView({ turn, point }: Props) {
  const words = useWords()
  const bubbles = useMemo(() => turn.reply.map((text) => evidenceOf(plainText(text, MARKDOWN), turn)), [turn])
  const claims = bubbles.flat().flatMap(({ claim }) => (claim ? [claim] : []))
  const backed = claims.filter(({ sources }) => sources.length > 0).length
  return (
    <section className="section">
      <h3>
        {words.turns.evidence}
        {claims.length > 0 && turn.outcome === 'answered' && (
          <span className="tally" data-whole={backed === claims.length}>
            {words.turns.facts(backed, claims.length)}
          </span>
        )}
      </h3>
      <div className="evidence" title={claims.length > 0 ? words.turns.evidenceHint : undefined}>
        {bubbles.map((segments, bubble) => (
          <p key={bubble}>
            {segments.map(({ text, claim }, index) => {
              const key = `${bubble}.${index}`
              if (!claim) return <span key={key}>{paragraphs(text.slice(tailOf(segments, index - 1).length))}</span>
              return (
                <span key={key} className={text.length < LONG ? 'claim-place' : undefined}>
                  <ClaimMark
                    text={text}
                    sources={claim.sources}
                    isChecked={turn.outcome === 'answered'}
                    point={point}
                  />
                  {tailOf(segments, index)}
                </span>
              )
            })}
          </p>
        ))}
      </div>
      {claims.length === 0 && <p className="nothing">{words.turns.noClaims}</p>}
    </section>
  )
}

/** Blank lines are shown as the small gaps they are in a chat. */
const paragraphs = (text: string): ReactNode =>
  text.split(/\n{2,}/).flatMap((part, index) => (index === 0 ? [part] : [<span key={index} className="gap" />, part]))

/** Longer claims (links) may break anywhere. */
const LONG = 24

/** The punctuation right after a claim: it stays on the claim's line. */
function tailOf(segments: readonly Segment[], index: number): string {
  const after = segments[index]?.claim ? segments[index + 1] : undefined
  return after && !after.claim ? (/^[.,;:!?)]+/.exec(after.text)?.[0] ?? '') : ''
}
