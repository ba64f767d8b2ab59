import { isNothing, type Reader } from '../tree/reader.ts'
import { type Sourced, type SourcedList, type SourcedMap, sourcedMap } from '../tree/sourced.ts'
import { agentDraft, tasksDraft } from './crew-section.ts'
import type { Dialect } from './dialect.ts'

const OWN = ['metadata', 'agents', 'crews', 'crew', 'memory', 'greetings']

/** Agents and crews in YAML (version "2.x"). */
export const dialectC: Dialect = {
  id: 'c',
  speaks: (file) => file.keys().some((key) => OWN.includes(key)),
  draft(file) {
    const meta = file.map('metadata')
    meta.ignore('domain', 'account_id', 'client_id', 'inherit', 'version')
    const memory = file.map('memory')
    memory.ignore('storage')
    return sourcedMap(file.at, {
      name: meta.text('client_name'),
      description: meta.text('description'),
      agents: each(file.map('agents'), agentDraft),
      crews: crews(file),
      memory: sourcedMap(memory.at, {
        ttlSeconds: memory.number('ttl'),
        priorityContexts: memory.texts('priority_contexts'),
      }),
      ...greetings(file.map('greetings')),
    })
  },
}

/** `crews` by their ids; a lone `crew` may be such a mapping too, or the crew itself. */
function crews(file: Reader): SourcedMap | undefined {
  const written = file.raw('crews')
  if (written && !isNothing(written)) return each(file.map('crews'), crewDraft)
  const crew = file.map('crew')
  const isOne = ['agents', 'tasks'].some((key) => crew.keys().includes(key))
  return isOne ? sourcedMap(crew.at, { customer_service: crewDraft(crew) }) : each(crew, crewDraft)
}

function crewDraft(crew: Reader): SourcedMap | undefined {
  const config = crew.map('config')
  config.ignore('verbose', 'process', 'memory')
  crew.ignore('verbose', 'process', 'memory')
  return sourcedMap(crew.at, {
    name: crew.text('name'),
    description: crew.text('description'),
    type: crew.word('type'),
    ...members(crew),
    tasks: tasksDraft(crew),
    maxIterations: config.number('max_iterations'),
  })
}

/** Ids of agents defined above, or the agents themselves. */
function members(crew: Reader): Record<string, SourcedList | undefined> {
  const raw = crew.raw('agents')
  const isWritten = raw?.kind === 'list' && raw.items.some((item) => item.kind === 'map')
  if (!isWritten) return { agentIds: crew.texts('agents') }
  return {
    agents: { kind: 'list', items: crew.items('agents').flatMap((agent) => agentDraft(agent) ?? []), at: raw.at },
  }
}

/** `{client_name}` and `{attendant_name}` in the welcome are filled in when the layers are merged. */
function greetings(from: Reader): Record<string, Sourced | undefined> {
  const attendant = [from.text('attendant_name'), from.text('default_attendant_name')].find(Boolean)
  const options = from.raw('options')
  const menu = from.items('options').flatMap((option): Sourced[] => {
    const shown = option.text('option')
    const keywords = option.texts('keyword') ?? option.texts('keywords')
    const line = shown && sourcedMap(option.at, { option: shown, keywords })
    return line ? [line] : []
  })
  return {
    service: sourcedMap(from.at, { greeting: from.text('welcome_message') }),
    attendantName: attendant,
    helpMessage: from.text('request_help_message'),
    menu: options && menu.length > 0 ? { kind: 'list', items: menu, at: options.at } : undefined,
  }
}

function each(map: Reader, of: (item: Reader) => SourcedMap | undefined): SourcedMap | undefined {
  return sourcedMap(map.at, Object.fromEntries(map.keys().map((key) => [key, of(map.map(key))])))
}
