import type { Conversation } from './records.ts'
import { ok, type RestAnswer, type RestCall } from './rest-call.ts'
import { conversationRest } from './rest-payload.ts'

const PAGE = 25

/** ConversationFinder: `status` is **open** unless given; `updated_within` (seconds) is not paged. */
export function listConversations(call: RestCall): RestAnswer {
  const { engine, query } = call
  const found = matching(call)
  const mine = call.actor.kind === 'user' ? call.actor.user : null
  const meta = {
    mine_count: found.filter(({ assignee }) => assignee !== null && assignee === mine).length,
    assigned_count: found.filter(({ assignee }) => assignee !== null).length,
    unassigned_count: found.filter(({ assignee }) => assignee === null).length,
    all_count: found.length,
  }
  const assigned = found.filter((conversation) => isAssigned(conversation, query.get('assignee_type'), mine?.id))
  const sorted = sort(assigned, query.get('sort_by') ?? 'last_activity_at_desc')
  const page = Math.max(1, Number(query.get('page') ?? 1))
  const shown = query.has('updated_within') ? sorted : sorted.slice((page - 1) * PAGE, page * PAGE)
  return ok({ data: { meta, payload: shown.map((conversation) => conversationRest(engine, conversation)) } })
}

function matching({ engine, account, query }: RestCall): Conversation[] {
  const status = query.get('status') ?? 'open'
  const inbox = query.get('inbox_id')
  const team = query.get('team_id')
  const labels = query.getAll('labels[]')
  const within = query.get('updated_within')
  const sinceMs = within === null ? 0 : engine.now() - Number(within) * 1_000
  return [...engine.state.conversations.values()].filter(
    (conversation) =>
      conversation.account === account &&
      (status === 'all' || conversation.status === status) &&
      (inbox === null || conversation.inbox.id === Number(inbox)) &&
      (team === null || conversation.team?.id === Number(team)) &&
      (labels.length === 0 || labels.some((label) => conversation.labels.includes(label))) &&
      conversation.updatedAtMs > sinceMs,
  )
}

function isAssigned({ assignee }: Conversation, wanted: string | null, mine: number | undefined): boolean {
  if (wanted === 'me') return assignee !== null && assignee.id === mine
  if (wanted === 'unassigned') return assignee === null
  return wanted === 'assigned' ? assignee !== null : true
}

function sort(conversations: Conversation[], by: string): Conversation[] {
  const isAscending = by.endsWith('_asc')
  const read = (row: Conversation): number => {
    if (by.startsWith('created_at')) return row.createdAtMs
    if (by.startsWith('waiting_since')) return row.waitingSinceMs ?? Number.POSITIVE_INFINITY
    return row.lastActivityAtMs
  }
  return conversations.sort((one, other) => (isAscending ? read(one) - read(other) : read(other) - read(one)))
}
