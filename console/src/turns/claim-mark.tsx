import { useWords } from '../words/use-words.ts'
import type { Source } from './evidence.ts'
import { sourceSign } from './source-sign.ts'

interface Props {
  text: string
  sources: readonly Source[]
  /** Whether a fact without a source is pointed out: only what the crew answered was checked. */
  isChecked: boolean
  point: (source: Source | null) => void
}

/** A fact of the reply. Pointing at it lights up its first source below. */
export function ClaimMark({ text, sources, isChecked, point }: Props) {
  const words = useWords()
  const [first] = sources
  if (!first && !isChecked) return text
  if (!first)
    return (
      <span className="claim claim-unsourced" title={words.turns.unsourced}>
        {text}
      </span>
    )
  return (
    <button
      type="button"
      className="claim"
      onMouseEnter={() => point(first)}
      onMouseLeave={() => point(null)}
      onFocus={() => point(first)}
      onBlur={() => point(null)}
    >
      {text.replace(/^https?:\/\//i, '')}
      {sources.slice(0, 2).map((source) => (
        <sup key={sourceSign(source)} data-source={source.kind}>
          {sourceSign(source)}
        </sup>
      ))}
    </button>
  )
}
