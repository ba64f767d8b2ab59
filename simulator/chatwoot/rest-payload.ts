import { canReply, lastNonActivityMessage, unreadCount } from './conversation-facts.ts'
import type { Engine } from './engine.ts'
import { messagePush } from './message-payload.ts'
import { epoch, epochFloat, iso } from './rails-time.ts'
import type { Bot, Contact, Conversation, Inbox, Json, Team, User } from './records.ts'
import { botPush } from './sender-payload.ts'

/** A conversation as REST shows it (_conversation.json.jbuilder): `channel` in `meta`, no `contact_inbox`. */
export function conversationRest(engine: Engine, conversation: Conversation): Json {
  const last = conversation.messages.at(-1)
  const lastSpoken = lastNonActivityMessage(conversation)
  const url = engine.url()
  return {
    meta: restMeta(conversation),
    id: conversation.id,
    messages: last ? [messagePush(last, url)] : [],
    account_id: conversation.account.id,
    uuid: conversation.uuid,
    additional_attributes: conversation.additional,
    agent_last_seen_at: epoch(conversation.agentSeenAtMs),
    assignee_last_seen_at: epoch(conversation.assigneeSeenAtMs),
    can_reply: canReply(conversation, engine.now()),
    contact_last_seen_at: epoch(conversation.contactSeenAtMs),
    custom_attributes: conversation.custom,
    inbox_id: conversation.inbox.id,
    labels: conversation.labels,
    muted: conversation.muted,
    snoozed_until: iso(conversation.snoozedUntilMs),
    status: conversation.status,
    created_at: epoch(conversation.createdAtMs),
    updated_at: epochFloat(conversation.updatedAtMs),
    timestamp: epoch(conversation.lastActivityAtMs),
    first_reply_created_at: epoch(conversation.firstReplyAtMs),
    unread_count: unreadCount(conversation),
    last_non_activity_message: lastSpoken ? messagePush(lastSpoken, url) : null,
    last_activity_at: epoch(conversation.lastActivityAtMs),
    priority: conversation.priority,
    waiting_since: epoch(conversation.waitingSinceMs),
    sla_policy_id: null,
  }
}

function restMeta({ contact, inbox, account, assignee, assigneeBot, team, contactInbox }: Conversation): Json {
  return {
    sender: contactRest(contact),
    channel: inbox.channel,
    ...(assignee && { assignee: agentRest(assignee, account.id), assignee_type: 'User' }),
    ...(!assignee && assigneeBot && { assignee: botPush(assigneeBot), assignee_type: 'AgentBot' }),
    ...(team && { team: teamRest(team, account.id) }),
    hmac_verified: contactInbox.hmacVerified,
  }
}

export const contactRest = (contact: Contact): Json => ({
  additional_attributes: contact.additional,
  availability_status: 'offline',
  email: contact.email,
  id: contact.id,
  name: contact.name,
  phone_number: contact.phone,
  blocked: contact.blocked,
  identifier: contact.identifier,
  thumbnail: '',
  custom_attributes: contact.custom,
  ...(contact.lastActivityAtMs !== null && { last_activity_at: epoch(contact.lastActivityAtMs) }),
  created_at: epoch(contact.createdAtMs),
})

export const agentRest = (user: User, account: number): Json => ({
  id: user.id,
  account_id: account,
  availability_status: 'online',
  auto_offline: true,
  confirmed: true,
  email: user.email,
  provider: 'email',
  available_name: user.name,
  name: user.name,
  role: user.role,
  thumbnail: '',
})

export const teamRest = (team: Team, account: number): Json => ({
  id: team.id,
  name: team.name,
  description: null,
  allow_auto_assign: true,
  account_id: account,
  is_member: true,
})

export const botRest = (bot: Bot): Json => ({
  id: bot.id,
  name: bot.name,
  description: bot.description,
  thumbnail: '',
  ...(bot.account !== null && { outgoing_url: bot.outgoingUrl }),
  bot_type: 'webhook',
  bot_config: {},
  account_id: bot.account,
  ...(bot.account !== null && { access_token: bot.token, secret: bot.secret }),
  system_bot: bot.account === null,
})

export const inboxRest = (inbox: Inbox, isAdministrator: boolean): Json => ({
  id: inbox.id,
  avatar_url: '',
  channel_id: inbox.id,
  name: inbox.name,
  channel_type: inbox.channel,
  greeting_enabled: inbox.greeting !== null,
  greeting_message: inbox.greeting,
  working_hours_enabled: false,
  enable_email_collect: false,
  csat_survey_enabled: inbox.hasCsat,
  enable_auto_assignment: false,
  auto_assignment_config: {},
  out_of_office_message: null,
  working_hours: [],
  timezone: 'UTC',
  callback_webhook_url: null,
  allow_messages_after_resolved: true,
  lock_to_single_conversation: inbox.lockToSingleConversation,
  sender_name_type: 'friendly',
  business_name: null,
  phone_number: null,
  ...(inbox.medium && { medium: inbox.medium }),
  ...(inbox.channel === 'Channel::Api' && {
    webhook_url: inbox.webhookUrl,
    inbox_identifier: `inbox-${inbox.id}`,
    additional_attributes: {},
    ...(isAdministrator && { secret: inbox.secret }),
  }),
  provider: inbox.channel === 'Channel::Whatsapp' ? 'whatsapp_cloud' : null,
  ...(inbox.channel === 'Channel::Whatsapp' && { message_templates: inbox.templates.map(templateRest) }),
  ...(inbox.medium === 'whatsapp' && { content_templates: { templates: inbox.templates.map(contentTemplateRest) } }),
})

const templateRest = ({ name, language, status, body }: Inbox['templates'][number]): Json => ({
  ...{ name, language, status, category: 'UTILITY', parameter_format: 'POSITIONAL' },
  components: [{ type: 'BODY', text: body }],
})

const contentTemplateRest = ({ name, language, status, body }: Inbox['templates'][number]): Json => ({
  ...{ friendly_name: name, language, status, body, template_type: 'text', variables: {} },
})
