import type { TurnView } from '../../../src/wire/turn-view.ts'
import { useWords } from '../words/use-words.ts'
import type { Source } from './evidence.ts'
import { PassageCard } from './passage-card.tsx'

interface Props {
  passages: TurnView['passages']
  used: ReadonlySet<number>
  pointed: Source | null
}

export function Passages({ passages, used, pointed }: Props) {
  const words = useWords()
  return (
    <section className="section">
      <h3>{words.turns.passages}</h3>
      {passages.length === 0 && <p className="nothing">{words.turns.noPassages}</p>}
      {passages.map((passage, index) => (
        <PassageCard
          key={passage.id}
          passage={passage}
          index={index}
          isUsed={used.has(index)}
          isPointed={pointed?.kind === 'passage' && pointed.index === index}
        />
      ))}
    </section>
  )
}
