import type { Inbox } from './records.ts'
import { notFound, ok, type RestAnswer, type RestCall, type RestRoute } from './rest-call.ts'
import { agentRest, botRest, inboxRest, teamRest } from './rest-payload.ts'

/** What an administrator reads and sets when connecting a bot. */
export const SETUP_ROUTES: readonly RestRoute[] = [
  { method: 'GET', path: 'inboxes', run: inboxes },
  { method: 'GET', path: 'inboxes/:id', run: (call) => ok(inboxRest(inboxOf(call), isAdministrator(call))) },
  { method: 'GET', path: 'inboxes/:id/agent_bot', run: inboxBot },
  { method: 'POST', path: 'inboxes/:id/set_agent_bot', isAdministratorOnly: true, run: setInboxBot },
  { method: 'GET', path: 'agents', run: agents },
  { method: 'GET', path: 'assignable_agents', run: (call) => ok({ payload: agents(call).json }) },
  { method: 'GET', path: 'teams', run: teams },
  { method: 'GET', path: 'labels', run: labels },
]

function inboxes(call: RestCall): RestAnswer {
  const rows = [...call.account.inboxes.values()]
  return ok({ payload: rows.map((inbox) => inboxRest(inbox, isAdministrator(call))) })
}

function inboxBot(call: RestCall): RestAnswer {
  const { bot } = inboxOf(call)
  return ok({ agent_bot: bot ? botRest(bot) : {} })
}

/** One bot per inbox; `null` removes it. */
function setInboxBot(call: RestCall): RestAnswer {
  const inbox = inboxOf(call)
  const asked = call.fields.agent_bot
  const bot = asked === null || asked === undefined ? null : call.engine.state.bots.get(Number(asked))
  if (bot === undefined) throw notFound()
  inbox.bot = bot
  return ok()
}

function agents({ engine, account }: RestCall): RestAnswer {
  return ok([...engine.state.users.values()].map((user) => agentRest(user, account.id)))
}

function teams({ account }: RestCall): RestAnswer {
  return ok([...account.teams.values()].map((team) => teamRest(team, account.id)))
}

/** The labels in use: the simulator keeps no list of its own. */
function labels({ engine, account }: RestCall): RestAnswer {
  const used = new Set(
    [...engine.state.conversations.values()].filter((row) => row.account === account).flatMap((row) => row.labels),
  )
  const row = (title: string, index: number) => ({
    ...{ id: index + 1, title, description: null, color: '#1f93ff', show_on_sidebar: true },
  })
  return ok({ payload: [...used].map(row) })
}

function inboxOf({ account, params }: RestCall): Inbox {
  const inbox = account.inboxes.get(Number(params.id))
  if (!inbox) throw notFound()
  return inbox
}

const isAdministrator = ({ actor }: RestCall): boolean => actor.kind === 'user' && actor.user.role === 'administrator'
