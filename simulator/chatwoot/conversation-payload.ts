import { contactPush } from './contact-payload.ts'
import { canReply, lastPublicMessage, unreadCount } from './conversation-facts.ts'
import type { Engine } from './engine.ts'
import { messagePush } from './message-payload.ts'
import { epoch, epochFloat, iso } from './rails-time.ts'
import type { ContactInbox, Conversation, Json } from './records.ts'
import { botPush, userPush } from './sender-payload.ts'
import { isAtLeast } from './version.ts'

/** A conversation as webhooks carry it (Chatwoot app/presenters/conversations/event_data_presenter.rb). */
export function conversationPayload(engine: Pick<Engine, 'now' | 'url' | 'state'>, conversation: Conversation): Json {
  const last = lastPublicMessage(conversation)
  const { version } = engine.state
  return {
    additional_attributes: conversation.additional,
    can_reply: canReply(conversation, engine.now()),
    channel: conversation.inbox.channel,
    contact_inbox: contactInboxRow(conversation.contactInbox),
    id: conversation.id,
    inbox_id: conversation.inbox.id,
    messages: last ? [messagePush(last, engine.url())] : [],
    labels: conversation.labels,
    meta: meta(conversation, version),
    status: conversation.status,
    custom_attributes: conversation.custom,
    snoozed_until: iso(conversation.snoozedUntilMs),
    unread_count: unreadCount(conversation),
    first_reply_created_at: iso(conversation.firstReplyAtMs),
    priority: conversation.priority,
    waiting_since: epoch(conversation.waitingSinceMs),
    agent_last_seen_at: epoch(conversation.agentSeenAtMs),
    contact_last_seen_at: epoch(conversation.contactSeenAtMs),
    last_activity_at: epoch(conversation.lastActivityAtMs),
    timestamp: epoch(conversation.lastActivityAtMs),
    created_at: epoch(conversation.createdAtMs),
    updated_at: epochFloat(conversation.updatedAtMs),
    ...(isAtLeast(version, '4.14.2') && { account: { id: conversation.account.id, name: conversation.account.name } }),
  }
}

function meta(conversation: Conversation, version: string): Json {
  const { assignee, assigneeBot, team } = conversation
  const owner = assignee ? userPush(assignee) : assigneeBot ? botPush(assigneeBot) : null
  return {
    sender: contactPush(conversation.contact),
    assignee: owner,
    ...(isAtLeast(version, '4.8') && { assignee_type: assignee ? 'User' : assigneeBot ? 'AgentBot' : null }),
    team: team && { id: team.id, name: team.name, icon: '', icon_color: '' },
    hmac_verified: conversation.contactInbox.hmacVerified,
  }
}

const contactInboxRow = (row: ContactInbox): Json => ({
  id: row.id,
  contact_id: row.contact.id,
  inbox_id: row.inbox.id,
  source_id: row.sourceId,
  created_at: iso(row.createdAtMs),
  updated_at: iso(row.createdAtMs),
  hmac_verified: row.hmacVerified,
  pubsub_token: row.pubsubToken,
})
