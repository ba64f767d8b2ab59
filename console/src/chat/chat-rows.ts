import type { SimMessage } from '../api/simulator-shapes.ts'

export type Side = 'customer' | 'shop'

/** What the chat shows, top to bottom. Bubbles of one sender shortly after each other are one group. */
export type ChatRow =
  | { readonly kind: 'day'; readonly key: string; readonly atMs: number }
  | { readonly kind: 'activity' | 'note'; readonly key: string; readonly message: SimMessage }
  | {
      readonly kind: 'bubble'
      readonly key: string
      readonly message: SimMessage
      readonly side: Side
      readonly isFirst: boolean
      readonly isLast: boolean
    }

const GROUP_MS = 5 * 60_000

/** `isAttendant` adds what only the shop sees: private notes and activity. `offsetMs` is the reader's time zone's. */
export function chatRows(messages: readonly SimMessage[], isAttendant: boolean, offsetMs: number): ChatRow[] {
  const shown = messages.filter((message) => isAttendant || (!message.private && message.message_type !== 'activity'))
  const dayOf = (message: SimMessage) => Math.floor((message.created_at_ms + offsetMs) / 86_400_000)
  return shown.flatMap((message, index): ChatRow[] => {
    const before = shown[index - 1]
    const after = shown[index + 1]
    const isNewDay = before === undefined || dayOf(before) !== dayOf(message)
    const isSameNext = after !== undefined && dayOf(after) === dayOf(message) && isGroup(message, after)
    const row = rowOf(message, isNewDay || !isGroup(before, message), !isSameNext)
    return isNewDay ? [{ kind: 'day', key: `day${dayOf(message)}`, atMs: message.created_at_ms }, row] : [row]
  })
}

/** How the writer of a shop's message is named and coloured: the crew is never passed off as a person. */
export const authorOf = ({ sender, message_type }: SimMessage): 'contact' | 'crew' | 'human' => {
  if (message_type === 'incoming') return 'contact'
  return sender?.kind === 'user' ? 'human' : 'crew'
}

function rowOf(message: SimMessage, isFirst: boolean, isLast: boolean): ChatRow {
  const key = String(message.id)
  if (message.private) return { kind: 'note', key, message }
  if (message.message_type === 'activity') return { kind: 'activity', key, message }
  return {
    kind: 'bubble',
    key,
    message,
    side: message.message_type === 'incoming' ? 'customer' : 'shop',
    isFirst,
    isLast,
  }
}

const isGroup = (a: SimMessage, b: SimMessage): boolean =>
  !a.private &&
  !b.private &&
  a.message_type === b.message_type &&
  authorOf(a) === authorOf(b) &&
  b.created_at_ms - a.created_at_ms < GROUP_MS
