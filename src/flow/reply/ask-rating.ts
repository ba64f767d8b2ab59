import type { ChatwootApi } from '../../chatwoot/api.ts'
import type { ChatwootMessage } from '../../chatwoot/message.ts'
import { attempt, outcomeOf } from './outcome.ts'
import type { ChatwootDoor, Outcome } from './perform.ts'

/**
 * Only the web widget draws such a message; elsewhere Chatwoot's own survey is the one that works. Where the inbox has
 * that, it comes when the conversation is resolved, and where we cannot look, we do not ask: better never than twice.
 */
export async function askRating(
  api: ChatwootApi,
  { conversation, text, marker }: Parameters<ChatwootDoor['askRating']>[0],
  signal: AbortSignal,
): Promise<Outcome> {
  if (!api.canRead) return { kind: 'moot', why: 'without a user token nobody sees whether it was asked already' }
  const options = { signal, priority: 'reply' } as const
  let why: string | null = null
  const look = await attempt(async () => {
    const { inbox, seen } = await api.readConversation(conversation, options)
    if (seen.channel !== 'web') why = 'only the web widget shows it'
    else if (inbox !== null && (await api.asksForRating(inbox, options))) why = 'Chatwoot asks itself'
    else if ((await api.readMessages({ conversation }, options)).some(isRating)) why = 'it was asked already'
  })
  if (look.kind !== 'sent') return look
  if (why !== null) return { kind: 'moot', why }
  return outcomeOf(await api.postMessage({ conversation, text, marker, isRating: true }, { signal }))
}

const isRating = ({ contentType }: ChatwootMessage): boolean => contentType === 'input_csat'
