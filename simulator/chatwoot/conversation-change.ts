import type { ChangedAttributes, Engine } from './engine.ts'
import { iso } from './rails-time.ts'
import type { Conversation } from './records.ts'
import { isAtLeast } from './version.ts'

/** The columns whose change fires conversation_updated (Chatwoot app/models/conversation.rb), as they are stored. */
const COLUMNS: Record<string, (row: Conversation) => unknown> = {
  status: (row) => row.status,
  assignee_id: (row) => row.assignee?.id ?? null,
  assignee_agent_bot_id: (row) => row.assigneeBot?.id ?? null,
  priority: (row) => row.priority,
  team_id: (row) => row.team?.id ?? null,
  snoozed_until: (row) => iso(row.snoozedUntilMs),
  custom_attributes: (row) => row.custom,
  waiting_since: (row) => iso(row.waitingSinceMs),
  first_reply_created_at: (row) => iso(row.firstReplyAtMs),
}
const NAMES = Object.entries(COLUMNS)

/**
 * One save of a conversation: runs `change`, compares, and publishes what Chatwoot would, in its order:
 * conversation_opened or conversation_resolved, conversation_status_changed, conversation_updated.
 * A save that changes nothing is silent.
 */
export function changeConversation(
  engine: Engine,
  conversation: Conversation,
  change: (row: Conversation) => void,
): ChangedAttributes {
  const before = NAMES.map(([, read]) => read(conversation))
  const { status } = conversation
  change(conversation)
  // From 4.17 on opening ends the bot's ownership (#14870).
  const isOpened = status !== 'open' && conversation.status === 'open'
  if (isOpened && isAtLeast(engine.state.version, '4.17')) conversation.assigneeBot = null
  const changed = NAMES.flatMap(([name, read], index) => {
    const current = read(conversation)
    return isSame(before[index], current) ? [] : [{ [name]: { previous_value: before[index], current_value: current } }]
  })
  if (changed.length === 0) return []
  const updatedAt = { previous_value: iso(conversation.updatedAtMs), current_value: iso(touch(engine, conversation)) }
  const all = [...changed, { updated_at: updatedAt }]
  if (changed.some((column) => 'status' in column)) publishStatus(engine, conversation)
  engine.publish({ name: 'conversation_updated', conversation, changed: all })
  return changed
}

/** Labels live in a table of their own: their event names only `label_list`, and `updated_at` is not in it. */
export function changeLabels(engine: Engine, conversation: Conversation, labels: readonly string[]): void {
  const previous = conversation.labels
  if (isSame(previous, labels)) return
  conversation.labels = [...labels]
  touch(engine, conversation)
  const changed = [{ label_list: { previous_value: previous, current_value: conversation.labels } }]
  engine.publish({ name: 'conversation_updated', conversation, changed })
}

/** A save that fires no event (`update_columns`, `touch`). */
export function touch(engine: Engine, conversation: Conversation): number {
  conversation.updatedAtMs = engine.now()
  return conversation.updatedAtMs
}

function publishStatus(engine: Engine, conversation: Conversation): void {
  const { status } = conversation
  if (status === 'resolved') conversation.waitingSinceMs = null
  if (status === 'open') engine.publish({ name: 'conversation_opened', conversation })
  if (status === 'resolved') engine.publish({ name: 'conversation_resolved', conversation })
  engine.publish({ name: 'conversation_status_changed', conversation })
}

const isSame = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one) === JSON.stringify(other)
