import { useWords } from '../words/use-words.ts'

export function TypingDots() {
  const words = useWords()
  return (
    <div className="row" data-side="shop" data-first="true" data-last="true">
      <div className="bubble dots" role="img" aria-label={words.typing}>
        <i />
        <i />
        <i />
      </div>
    </div>
  )
}
