import { useWords } from '../words/use-words.ts'

interface Props {
  name: string
  suggestions: readonly string[]
  ask: (text: string) => void
}

/** The first thing to do in an empty chat: one tap asks a question. */
export function ChatEmpty({ name, suggestions, ask }: Props) {
  const words = useWords()
  return (
    <div className="chat-empty">
      <strong>{words.writeAsCustomer(name)}</strong>
      <small>{words.writeAnything}</small>
      {suggestions.map((text) => (
        <button key={text} type="button" onClick={() => ask(text)}>
          {text}
        </button>
      ))}
    </div>
  )
}
