import { addActivity } from './activity.ts'
import { changeConversation } from './conversation-change.ts'
import type { Engine } from './engine.ts'
import type { Conversation, User } from './records.ts'
import { actorName, conversationOf, notFound, ok, type RestAnswer, type RestCall } from './rest-call.ts'
import { agentRest, teamRest } from './rest-payload.ts'
import { botPush } from './sender-payload.ts'
import { isAtLeast } from './version.ts'

/** `POST assignments`: an agent (0 or null unassigns), a bot with `assignee_type`, or a team; the assignee wins. */
export function assign(call: RestCall): RestAnswer {
  const conversation = conversationOf(call)
  const { fields } = call
  if (fields.assignee_type === 'AgentBot') return assignBot(call, conversation)
  if ('assignee_id' in fields || !('team_id' in fields)) return assignAgent(call, conversation)
  return assignTeam(call, conversation)
}

/** A human gets the conversation, or nobody has it any more. From 4.17 on a bot's pending one is opened (#14870). */
export function setAssignee(
  engine: Engine,
  conversation: Conversation,
  { user, by }: { user: User | null; by: string },
): void {
  const changed = changeConversation(engine, conversation, (row) => {
    const isTakenFromBot = user && row.assigneeBot && row.status === 'pending'
    row.assignee = user
    row.assigneeBot = null
    if (isTakenFromBot && isAtLeast(engine.state.version, '4.17')) row.status = 'open'
  })
  if (!changed.some((column) => 'assignee_id' in column)) return
  const line = user === null ? `Conversation unassigned by ${by}` : `Assigned to ${user.name} by ${by}`
  addActivity(engine, conversation, user?.name === by ? `${by} self-assigned this conversation` : line)
}

function assignAgent({ engine, actor, account, fields }: RestCall, conversation: Conversation): RestAnswer {
  const id = Number(fields.assignee_id ?? 0)
  const user = engine.state.users.get(id) ?? null
  if (id !== 0 && !user) throw notFound()
  setAssignee(engine, conversation, { user, by: actorName(actor) })
  return ok(user ? agentRest(user, account.id) : null)
}

function assignBot({ engine, fields }: RestCall, conversation: Conversation): RestAnswer {
  const bot = engine.state.bots.get(Number(fields.assignee_id))
  if (!bot) throw notFound()
  changeConversation(engine, conversation, (row) => {
    row.assignee = null
    row.assigneeBot = bot
    if (isAtLeast(engine.state.version, '4.17')) row.status = 'pending'
  })
  return ok(botPush(bot))
}

function assignTeam({ engine, actor, account, fields }: RestCall, conversation: Conversation): RestAnswer {
  const team = account.teams.get(Number(fields.team_id)) ?? null
  const changed = changeConversation(engine, conversation, (row) => {
    row.team = team
  })
  if (changed.length > 0 && team) addActivity(engine, conversation, `Assigned to ${team.name} by ${actorName(actor)}`)
  return ok(team ? teamRest(team, account.id) : null)
}
