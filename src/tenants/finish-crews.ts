import { onlineChannels } from './finish-places.ts'
import type { Notes } from './tree/notes.ts'
import { nearest, type Plain, plain, type Sourced, type SourcedMap } from './tree/sourced.ts'
import { suggest } from './tree/suggest.ts'

type Values = { readonly [key: string]: Plain }

/** Crews with their agents put in, every name in them checked. Undefined when the shop writes none. */
export function composeCrews(
  draft: SourcedMap,
  serviceOf: (node: Sourced | undefined) => Values,
  notes: Notes,
): Values | undefined {
  const crews = draft.entries.get('crews')
  if (crews?.kind !== 'map') return undefined
  const agents = draft.entries.get('agents')
  const composed = [...crews.entries].flatMap(([id, crew]) =>
    crew.kind === 'map' ? [[id, composeCrew(crew, { agents, serviceOf, notes })] as const] : [],
  )
  return Object.fromEntries(composed)
}

interface Around {
  readonly agents: Sourced | undefined
  readonly serviceOf: (node: Sourced | undefined) => Values
  readonly notes: Notes
}

function composeCrew(crew: SourcedMap, { agents, serviceOf, notes }: Around): Values {
  const { agentIds: _, ...rest } = plain(crew) as Record<string, Plain>
  const shared = agents?.kind === 'map' ? agents : undefined
  const own = crew.entries.get('agents')
  const members = own ? (plain(own) as Values[]) : sharedMembers(crew, shared, notes)
  checkTasks(crew, new Set(members.map(({ id }) => String(id))), notes)
  const places = crew.entries.get('onlineChannels')
  return {
    ...{ ...rest, agents: members, service: serviceOf(crew.entries.get('service')) },
    ...(places && { onlineChannels: onlineChannels(places) }),
  }
}

/** The agents a crew names; those of its tasks when it names none. */
function sharedMembers(crew: SourcedMap, shared: SourcedMap | undefined, notes: Notes): Values[] {
  const named = crew.entries.get('agentIds') ?? agentsOfTasks(crew)
  if (named?.kind !== 'list') return []
  const seen = new Set<string>()
  return named.items.flatMap((item) => {
    const id = item.kind === 'scalar' ? String(item.value) : ''
    const agent = shared?.entries.get(id)
    if (!agent) unknown(item, { what: 'agent', name: id, names: shared?.entries.keys() ?? [], notes })
    if (!agent || seen.has(id)) return []
    seen.add(id)
    return [{ ...(plain(agent) as Values), id }]
  })
}

function agentsOfTasks(crew: SourcedMap): Sourced | undefined {
  const tasks = crew.entries.get('tasks')
  if (tasks?.kind !== 'list') return undefined
  const items = tasks.items.flatMap((task) => (task.kind === 'map' ? (task.entries.get('agent') ?? []) : []))
  return { kind: 'list', items, at: tasks.at }
}

function checkTasks(crew: SourcedMap, agents: ReadonlySet<string>, notes: Notes): void {
  const tasks = crew.entries.get('tasks')
  if (tasks?.kind !== 'list') return
  const ids = new Set(tasks.items.map((task) => String(plain(nearest(task, ['id'])))))
  for (const task of tasks.items) {
    if (task.kind !== 'map') continue
    const agent = task.entries.get('agent')
    const name = agent?.kind === 'scalar' ? String(agent.value) : ''
    const isTold = !crew.entries.has('agents') && !crew.entries.has('agentIds')
    if (agent && !agents.has(name) && !isTold) unknown(agent, { what: 'agent', name, names: agents, notes })
    const context = task.entries.get('context')
    for (const item of context?.kind === 'list' ? context.items : []) {
      const id = item.kind === 'scalar' ? String(item.value) : ''
      if (!ids.has(id)) unknown(item, { what: 'task', name: id, names: ids, notes })
    }
  }
}

interface Unknown {
  readonly what: 'agent' | 'task'
  readonly name: string
  readonly names: Iterable<string>
  readonly notes: Notes
}

function unknown({ at }: Sourced, { what, name, names, notes }: Unknown): void {
  const known = [...names]
  const meant = suggest(name, known)
  const hint = meant ? `; did you mean "${meant}"?` : ''
  notes.error(at, {
    message: `there is no ${what} "${name}"${hint}`,
    expected: known.join(', ') || `an ${what} that is defined`,
  })
}
