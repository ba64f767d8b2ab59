import { addActivity, addStatusActivity } from './activity.ts'
import { changeConversation, changeLabels } from './conversation-change.ts'
import { listConversations } from './conversation-list.ts'
import { askForRating } from './csat.ts'
import { startConversation } from './customer-message.ts'
import { iso } from './rails-time.ts'
import type { Conversation, Priority, Status } from './records.ts'
import { isObject } from './request-body.ts'
import { assign } from './rest-assignments.ts'
import {
  actorName,
  conversationOf,
  isTrue,
  notFound,
  ok,
  type RestAnswer,
  type RestCall,
  RestError,
  type RestRoute,
  textField,
} from './rest-call.ts'
import { conversationRest } from './rest-payload.ts'

const STATUSES: readonly Status[] = ['open', 'pending', 'resolved', 'snoozed']
const PRIORITIES: readonly Priority[] = ['low', 'medium', 'high', 'urgent']

export const CONVERSATION_ROUTES: readonly RestRoute[] = [
  { method: 'GET', path: 'conversations', run: listConversations },
  { method: 'POST', path: 'conversations', botsSince: '0.0.0', run: create },
  { method: 'GET', path: 'conversations/:id', botsSince: '4.14.2', run: show },
  { method: 'PATCH', path: 'conversations/:id', botsSince: '0.0.0', run: updatePriority },
  { method: 'POST', path: 'conversations/:id/toggle_status', botsSince: '0.0.0', run: toggleStatus },
  { method: 'POST', path: 'conversations/:id/toggle_typing_status', botsSince: '4.12.0', run: toggleTyping },
  { method: 'POST', path: 'conversations/:id/toggle_priority', botsSince: '0.0.0', run: togglePriority },
  { method: 'POST', path: 'conversations/:id/custom_attributes', botsSince: '4.2.0', run: replaceAttributes },
  { method: 'POST', path: 'conversations/:id/assignments', botsSince: '0.0.0', run: assign },
  { method: 'GET', path: 'conversations/:id/labels', botsSince: '4.14.2', run: labels },
  { method: 'POST', path: 'conversations/:id/labels', botsSince: '4.14.2', run: replaceLabels },
  { method: 'POST', path: 'conversations/:id/update_last_seen', run: updateLastSeen },
  { method: 'POST', path: 'conversations/:id/mute', run: mute },
]

function show(call: RestCall): RestAnswer {
  return ok(conversationRest(call.engine, conversationOf(call)))
}

function create(call: RestCall): RestAnswer {
  const { engine, fields, account } = call
  const inbox = account.inboxes.get(Number(fields.inbox_id))
  const contact = engine.state.contacts.get(Number(fields.contact_id))
  if (!inbox || contact?.account !== account) throw notFound()
  const sourceId = textField(fields.source_id) ?? undefined
  const contactInbox = engine.state.contactInbox(contact, inbox, sourceId)
  const last = engine.state.lastConversation(contactInbox)
  const isReused = last && inbox.lockToSingleConversation
  return ok(conversationRest(engine, isReused ? last : startConversation(engine, contactInbox)))
}

/**
 * A bot that opens a pending conversation hands it off: `success` is then null. A user with role agent
 * who opens becomes the assignee.
 */
function toggleStatus(call: RestCall): RestAnswer {
  const conversation = conversationOf(call)
  const { actor, engine, fields } = call
  const isHandoff = actor.kind === 'agent_bot' && conversation.status === 'pending' && fields.status === 'open'
  if (isHandoff) {
    changeConversation(engine, conversation, (row) => {
      row.waitingSinceMs ??= engine.now()
    })
  }
  saveStatus(call, conversation)
  if (conversation.status === 'open' && actor.kind === 'user' && actor.user.role === 'agent') {
    changeConversation(engine, conversation, (row) => {
      row.assignee = actor.user
    })
  }
  const { id, status, snoozedUntilMs } = conversation
  const success = isHandoff ? null : true
  const payload = { success, conversation_id: id, current_status: status, snoozed_until: iso(snoozedUntilMs) }
  return ok({ meta: {}, payload })
}

function saveStatus({ engine, actor, fields }: RestCall, conversation: Conversation): void {
  const asked = textField(fields.status) ?? (conversation.status === 'open' ? 'resolved' : 'open')
  const status = STATUSES.find((name) => name === asked)
  if (!status) throw new RestError(422, { error: `'${asked}' is not a valid status` })
  const changed = changeConversation(engine, conversation, (row) => {
    row.status = status
    row.snoozedUntilMs = status === 'snoozed' ? snoozeEnd(fields.snoozed_until) : null
  })
  if (!changed.some((column) => 'status' in column)) return
  addStatusActivity(engine, conversation, actorName(actor))
  askForRating(engine, conversation)
}

/** Epoch seconds or a date; `null` is "until the next reply". */
function snoozeEnd(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null
  const seconds = Number(value)
  const ms = Number.isNaN(seconds) ? Date.parse(String(value)) : seconds * 1_000
  return Number.isNaN(ms) ? null : ms
}

function toggleTyping(call: RestCall): RestAnswer {
  const conversation = conversationOf(call)
  const { fields, engine, actor } = call
  const isPrivate = isTrue(fields.is_private)
  if (fields.typing_status === 'on' || fields.typing_status === 'off') {
    engine.publish({ name: `conversation_typing_${fields.typing_status}`, conversation, by: actor, isPrivate })
  }
  return ok()
}

function togglePriority(call: RestCall): RestAnswer {
  savePriority(call)
  return ok()
}

function updatePriority(call: RestCall): RestAnswer {
  return ok(conversationRest(call.engine, savePriority(call)))
}

function savePriority(call: RestCall): Conversation {
  const conversation = conversationOf(call)
  const { fields, engine, actor } = call
  const asked = textField(fields.priority)
  const priority = PRIORITIES.find((name) => name === asked) ?? null
  if (asked && !priority) throw new RestError(422, { error: `'${asked}' is not a valid priority` })
  const changed = changeConversation(engine, conversation, (row) => {
    row.priority = priority
  })
  const line = priority ? `set the priority to ${priority}` : 'removed the priority'
  if (changed.length > 0) addActivity(engine, conversation, `${actorName(actor)} ${line}`)
  return conversation
}

function replaceAttributes(call: RestCall): RestAnswer {
  const conversation = conversationOf(call)
  const { custom_attributes: given } = call.fields
  changeConversation(call.engine, conversation, (row) => {
    row.custom = isObject(given) ? given : {}
  })
  return ok({ custom_attributes: conversation.custom })
}

function labels(call: RestCall): RestAnswer {
  return ok({ payload: conversationOf(call).labels })
}

/** The whole list is replaced; unknown names are taken. */
function replaceLabels(call: RestCall): RestAnswer {
  const conversation = conversationOf(call)
  const { fields, engine, actor } = call
  const given = Array.isArray(fields.labels) ? fields.labels : (textField(fields.labels)?.split(',') ?? [])
  const wanted = [...new Set(given.map((label) => String(label).trim()).filter((label) => label !== ''))]
  const previous = conversation.labels
  changeLabels(engine, conversation, wanted)
  const added = wanted.filter((label) => !previous.includes(label))
  const removed = previous.filter((label) => !wanted.includes(label))
  if (added.length > 0) addActivity(engine, conversation, `${actorName(actor)} added ${added.join(', ')}`)
  if (removed.length > 0) addActivity(engine, conversation, `${actorName(actor)} removed ${removed.join(', ')}`)
  return ok({ payload: conversation.labels })
}

function updateLastSeen(call: RestCall): RestAnswer {
  const conversation = conversationOf(call)
  conversation.agentSeenAtMs = call.engine.now()
  if (call.actor.kind === 'user' && conversation.assignee === call.actor.user) {
    conversation.assigneeSeenAtMs = call.engine.now()
  }
  return ok(conversationRest(call.engine, conversation))
}

/** Muting resolves, and blocks the contact. */
function mute(call: RestCall): RestAnswer {
  const conversation = conversationOf(call)
  conversation.muted = true
  conversation.contact.blocked = true
  changeConversation(call.engine, conversation, (row) => {
    row.status = 'resolved'
  })
  return ok()
}
