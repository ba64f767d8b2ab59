import { isNothing, type Reader } from '../tree/reader.ts'
import { type SourcedList, type SourcedMap, type SourcedScalar, sourcedMap } from '../tree/sourced.ts'

/** An agent; dialect C writes who it is under `config`, dialect D beside its id. */
export function agentDraft(agent: Reader): SourcedMap | undefined {
  const config = agent.keys().includes('config') ? agent.map('config') : agent
  config.ignore('memory', 'verbose', 'allow_delegation', 'max_iter')
  agent.ignore('description', 'memory_settings')
  return sourcedMap(agent.at, {
    id: agent.text('id'),
    name: agent.text('name'),
    type: agent.word('type'),
    role: config.text('role'),
    goal: config.text('goal'),
    backstory: config.text('backstory'),
    tools: agent.texts('tools'),
    plugins: names(agent, 'plugins'),
  })
}

/** A list of names, or of mappings that have one: what a plugin is set to is its own business. */
function names(agent: Reader, key: string): SourcedList | undefined {
  const raw = agent.raw(key)
  const isNamed = raw?.kind === 'list' && raw.items.some((item) => item.kind === 'map')
  if (!isNamed) return agent.texts(key)
  const items = agent.items(key).flatMap((item) => {
    item.ignore('version', 'config')
    return item.text('name') ?? []
  })
  return { kind: 'list', items, at: raw.at }
}

/** Tasks in the order they are written; one without an id is `task_<its number>`, from 1. */
export function tasksDraft(crew: Reader): SourcedList | undefined {
  const raw = crew.raw('tasks')
  const items = crew.items('tasks').flatMap((task, i) => taskDraft(task, i + 1) ?? [])
  return raw && !isNothing(raw) ? { kind: 'list', items, at: raw.at } : undefined
}

function taskDraft(task: Reader, number: number): SourcedMap | undefined {
  const own = [task.text('id'), task.text('name')].find(Boolean)
  const id: SourcedScalar = own ?? { kind: 'scalar', value: `task_${number}`, text: `task_${number}`, at: task.at }
  task.ignore('async_execution', 'human_input')
  const said = sourcedMap(task.at, {
    agent: task.text('agent'),
    description: task.text('description'),
    expectedOutput: task.text('expected_output'),
    context: task.texts('context'),
  })
  return own || said ? sourcedMap(task.at, { id, ...Object.fromEntries(said?.entries ?? []) }) : undefined
}
