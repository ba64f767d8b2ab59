/** The first thing to do in an empty chat: one tap asks a question. */
export function ChatEmpty({ suggestions, ask }: { suggestions: readonly string[]; ask: (text: string) => void }) {
  return (
    <div className="chat-empty">
      {suggestions.map((text) => (
        <button key={text} type="button" onClick={() => ask(text)}>
          {text}
        </button>
      ))}
    </div>
  )
}
