import { failBotDelivery, failInboxDelivery } from './delivery-failure.ts'
import type { DomainEvent, Engine } from './engine.ts'
import { eventPayload } from './event-payload.ts'
import { railsJson } from './rails-json.ts'
import { ACTIVITY, type Account, type Bot, type Conversation, type Inbox, type Message } from './records.ts'
import { isAtLeast } from './version.ts'
import { newDelivery, type WebhookSender } from './webhook-sender.ts'

const BOT_EVENTS = ['message_created', 'message_updated', 'conversation_opened', 'conversation_resolved']
const BOT_EVENTS_SINCE_413 = ['conversation_status_changed', 'conversation_updated']
/** What an API inbox gets; contact events belong to no inbox. */
const NOT_FOR_INBOXES = ['contact_created', 'contact_updated', 'conversation_opened', 'conversation_resolved']
const NOT_FOR_ACCOUNTS = ['conversation_opened', 'conversation_resolved']

/** Decides who hears of an event and hands a webhook for each to the sender. */
export class WebhookRouter {
  readonly #engine: Engine
  readonly #sender: WebhookSender

  constructor(engine: Engine, sender: WebhookSender) {
    this.#engine = engine
    this.#sender = sender
  }

  publish(event: DomainEvent): void {
    if (!isSendable(event)) return
    const place = placeOf(event)
    this.#toBots(event, place)
    // Chatwoot computes bot payloads at the commit, the others later from the database as it is then.
    if (this.#hasOtherReceivers(place)) this.#engine.timers.after(0, () => this.#toOthers(event, place))
  }

  #toBots(event: DomainEvent, { inbox, conversation }: Place): void {
    const bots = new Set([inbox?.bot, conversation?.assigneeBot].filter((bot): bot is Bot => Boolean(bot)))
    if (bots.size === 0 || !this.#isForBots(event.name)) return
    const body = railsJson(eventPayload(this.#engine, event))
    const { version } = this.#engine.state
    for (const bot of bots) {
      const isSigned = isAtLeast(version, '4.13')
      this.#sender.send({
        ...{ event: event.name, url: bot.outgoingUrl, body, isRetried: isAtLeast(version, '4.12') },
        ...{ secret: isSigned ? bot.secret : null, delivery: isSigned ? newDelivery() : null },
        ...('message' in event && { onFailure: () => failBotDelivery(this.#engine, event.message.conversation) }),
      })
    }
  }

  #isForBots(name: DomainEvent['name']): boolean {
    if (BOT_EVENTS_SINCE_413.includes(name)) return isAtLeast(this.#engine.state.version, '4.13')
    return BOT_EVENTS.includes(name) || name === 'webwidget_triggered'
  }

  #hasOtherReceivers({ account, inbox }: Place): boolean {
    return account.webhooks.size > 0 || Boolean(inbox?.webhookUrl)
  }

  #toOthers(event: DomainEvent, { account, inbox }: Place): void {
    const body = railsJson(eventPayload(this.#engine, event))
    const { version } = this.#engine.state
    const job = { event: event.name, body, isRetried: false }
    for (const webhook of account.webhooks.values()) {
      if (NOT_FOR_ACCOUNTS.includes(event.name) || !webhook.subscriptions.includes(event.name)) continue
      const isSigned = isAtLeast(version, '4.12')
      const keys = { secret: isSigned ? webhook.secret : null, delivery: isSigned ? newDelivery() : null }
      this.#sender.send({ ...job, url: webhook.url, ...keys })
    }
    if (!inbox?.webhookUrl || NOT_FOR_INBOXES.includes(event.name)) return
    const isSigned = isAtLeast(version, '4.13') && inbox.secret !== null
    this.#sender.send({
      ...{ ...job, url: inbox.webhookUrl, secret: isSigned ? inbox.secret : null },
      delivery: isAtLeast(version, '4.13') ? newDelivery() : null,
      ...('message' in event && {
        onFailure: (error: string) => failInboxDelivery(this.#engine, event.message, error),
      }),
    })
  }
}

interface Place {
  readonly account: Account
  readonly inbox?: Inbox
  readonly conversation?: Conversation
}

function placeOf(event: DomainEvent): Place {
  if ('contact' in event) return { account: event.contact.account }
  if ('contactInbox' in event) return { account: event.contactInbox.inbox.account, inbox: event.contactInbox.inbox }
  const conversation = 'message' in event ? event.message.conversation : event.conversation
  return { account: conversation.account, inbox: conversation.inbox, conversation }
}

/** Activity messages never leave Chatwoot (message_filter_helpers.rb#webhook_sendable?). */
const isSendable = (event: DomainEvent): boolean => !('message' in event) || isWebhookMessage(event.message)
const isWebhookMessage = (message: Message): boolean => message.type !== ACTIVITY
