import type { TurnView } from '../../../src/wire/turn-view.ts'
import { Icon } from '../icons/icon.tsx'
import { formatPercent } from '../words/format.ts'
import { useSpeech } from '../words/use-words.ts'
import { sourceSign } from './source-sign.ts'

interface Props {
  passage: TurnView['passages'][number]
  index: number
  isUsed: boolean
  isPointed: boolean
}

/** A piece of the shop's documents that was found; the one the reply uses is open. */
export function PassageCard({ passage, index, isUsed, isPointed }: Props) {
  const { language, words } = useSpeech()
  const titles = passage.titles.length > 0 ? passage.titles : [passage.source]
  return (
    <details className="source" data-pointed={isPointed} data-used={isUsed} data-source="passage" open={isUsed}>
      <summary>
        <sup data-source="passage">{sourceSign({ kind: 'passage', index })}</sup>
        <span className="titles">{titles.join(' › ')}</span>
        <meter min={0} max={1} value={passage.score} aria-label={words.turns.score} />
        <small>{formatPercent(passage.score, language)}</small>
        <Icon name="chevron" size={14} />
      </summary>
      {isUsed && (
        <p className="used">
          <Icon name="check" size={13} />
          {words.turns.used}
        </p>
      )}
      <p className="passage-text">{passage.text}</p>
      <small className="passage-source">{passage.source}</small>
    </details>
  )
}
