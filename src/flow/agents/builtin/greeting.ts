import { say } from '../../../domain/messages/messages.ts'
import type { ComposeInput } from './compose.ts'
import { voiceOf } from './voice.ts'

/** The shop's greeting, in front of `first`: of its question and ours only one is asked. */
export function greetedText(input: ComposeInput, first: string): string {
  const greeting = greetingOf(input)
  const ask = say(input.understanding.language, 'greeting.ask', { tone: input.style.communication })
  if (!greeting.includes('?')) return `${greeting}\n\n${first}`
  if (first === ask) return greeting
  const statement = greeting
    .replace(/(?:^|(?<=[.!…\p{Extended_Pictographic}]))\s*[^.!?…\p{Extended_Pictographic}]*\?+\s*/gu, ' ')
    .trim()
  return statement === '' ? first : `${statement}\n\n${first}`
}

function greetingOf({ style, understanding, shop }: ComposeInput): string {
  const own = style.language === understanding.language ? style.greeting?.trim() : null
  if (own) return own
  const ours = say(understanding.language, 'greeting', { tone: style.communication, shop })
  return voiceOf(style.emoji)('greeting', ours)
}
