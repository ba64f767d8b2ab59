import { channelFacts } from './channel-facts.ts'
import { ACTIVITY, type Conversation, INCOMING, type Message } from './records.ts'

/** Chatwoot counts no further. */
const UNREAD_CAP = 10

/** The customer's messages since an agent last looked. */
export function unreadCount({ messages, agentSeenAtMs }: Conversation): number {
  let count = 0
  for (let index = messages.length - 1; index >= 0 && count < UNREAD_CAP; index--) {
    const message = messages[index]
    if (!message || message.createdAtMs <= (agentSeenAtMs ?? 0)) break
    if (message.type === INCOMING) count += 1
  }
  return count
}

/** The last message that is neither private nor an activity. */
export const lastPublicMessage = ({ messages }: Conversation): Message | undefined =>
  messages.findLast((message) => !message.private && message.type !== ACTIVITY)

export const lastNonActivityMessage = ({ messages }: Conversation): Message | undefined =>
  messages.findLast((message) => message.type !== ACTIVITY)

/** Whether the channel's reply window is open (message_window_service.rb). */
export function canReply({ inbox, customerWroteAtMs }: Conversation, nowMs: number): boolean {
  const { windowHours } = channelFacts(inbox)
  if (windowHours === null) return true
  return customerWroteAtMs !== null && nowMs - customerWroteAtMs < windowHours * 3_600_000
}
