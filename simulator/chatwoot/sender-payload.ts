import { contactPush, contactWebhook } from './contact-payload.ts'
import type { Bot, Json, Sender, User } from './records.ts'

/** The author as the root of a message webhook and a typing event name it. */
export function senderWebhook(sender: Sender | null): Json | null {
  switch (sender?.kind) {
    case 'contact':
      return contactWebhook(sender.contact)
    case 'user':
      return { id: sender.user.id, name: sender.user.name, email: sender.user.email, type: 'user' }
    case 'agent_bot':
      return { id: sender.bot.id, name: sender.bot.name, type: 'agent_bot' }
    default:
      return null
  }
}

/** The author as nested messages and REST answers name it. */
export function senderPush(sender: Sender): Json {
  if (sender.kind === 'contact') return contactPush(sender.contact)
  return sender.kind === 'user' ? userPush(sender.user) : botPush(sender.bot)
}

export const userPush = (user: User): Json => ({
  id: user.id,
  name: user.name,
  available_name: user.name,
  avatar_url: '',
  type: 'user',
  availability_status: 'online',
  thumbnail: '',
})

export const botPush = (bot: Bot): Json => ({ id: bot.id, name: bot.name, avatar_url: '', type: 'agent_bot' })

/** `sender_type` and `sender_id` of a nested message. */
export function senderColumns(sender: Sender | null): { sender_type: string | null; sender_id: number | null } {
  switch (sender?.kind) {
    case 'contact':
      return { sender_type: 'Contact', sender_id: sender.contact.id }
    case 'user':
      return { sender_type: 'User', sender_id: sender.user.id }
    case 'agent_bot':
      return { sender_type: 'AgentBot', sender_id: sender.bot.id }
    default:
      return { sender_type: null, sender_id: null }
  }
}
