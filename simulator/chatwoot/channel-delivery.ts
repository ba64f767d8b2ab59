import { channelFacts, messageSourceId } from './channel-facts.ts'
import type { Engine } from './engine.ts'
import { platformRefusal } from './platform-refusal.ts'
import type { Message } from './records.ts'

/**
 * SendReplyJob and what the platform answers later: sent → (source_id) → delivered → read, or → failed.
 * Each step fires message_updated. A message created with a `source_id` is not sent at all.
 */
export function deliver(engine: Engine, message: Message, isWindowOpen: boolean): void {
  const { closedWindow, deliveryError } = engine.faults.current
  const { inbox } = message.conversation
  const facts = channelFacts(inbox)
  if (message.sourceId !== null || !facts.isExternal) return
  const [sourceIdMs, deliveredMs, readMs] = engine.pace.receiptMs
  const isFailed = engine.faults.happens('failedDelivery')
  const refusal = platformRefusal(message, isWindowOpen ? closedWindow : 'closed') ?? (isFailed ? deliveryError : null)
  engine.timers.after(sourceIdMs, () => {
    if (refusal !== null) return fail(engine, message, refusal)
    message.sourceId = messageSourceId(inbox, message.id, false)
    update(engine, message)
    for (const status of facts.receipts) {
      engine.timers.after(status === 'delivered' ? deliveredMs : readMs, () => receive(engine, message, status))
    }
  })
}

function receive(engine: Engine, message: Message, status: 'delivered' | 'read'): void {
  if (message.status === 'read' || message.status === 'failed') return
  message.status = status
  update(engine, message)
}

function fail(engine: Engine, message: Message, error: string): void {
  message.status = 'failed'
  message.contentAttributes = { ...message.contentAttributes, external_error: error }
  update(engine, message)
}

function update(engine: Engine, message: Message): void {
  message.updatedAtMs = engine.now()
  engine.publish({ name: 'message_updated', message })
}
