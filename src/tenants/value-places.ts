import type { Place, Plain, Sourced } from './tree/sourced.ts'

/** One value of a configuration and where it was written. */
export interface ExplainedValue {
  /** As in `TenantConfig`: `service.greeting`; a weekday as `hours.monday`. */
  readonly path: string
  /** As it is in force; a day's hours as `09:00–18:00`; null: there is none. */
  readonly value: Plain
  /** `file:line` of everything that has a say; empty: as it is by default. */
  readonly from: readonly string[]
}

export interface At {
  /** As in `TenantConfig`. */
  readonly path: readonly (string | number)[]
}

/** What stands at exactly this path of a merged draft. */
export function exact(node: Sourced, path: At['path']): Sourced | undefined {
  const [step, ...rest] = path
  if (step === undefined) return node
  const next =
    node.kind === 'map' ? node.entries.get(String(step)) : node.kind === 'list' ? node.items[Number(step)] : undefined
  return next && exact(next, rest)
}

/** `file:line` of each node, once, in the order of the files' lines. */
export function placeTexts(nodes: readonly (Sourced | undefined)[]): string[] {
  const places = nodes.flatMap((node): Place[] => (node ? [node.at] : []))
  const inOrder = places.toSorted((a, b) => (a.file === b.file ? a.line - b.line : 0))
  return [...new Set(inOrder.map(({ file, line }) => `${file}:${line}`))]
}

/** Where a value was written, by the ways that a draft becomes a configuration (`finish.ts`); empty: it is by default. */
export function placesOf(tree: Sourced, { path, value }: At & { readonly value: Plain }): string[] {
  const node = exact(tree, path) ?? ofSharedAgent(tree, path)
  if (!node) return []
  if (path.at(-1) === 'greeting') return placeTexts([node, ...filledIn(tree, node)])
  if (SENTENCES.has(String(path.at(-1))) && node.kind === 'map') {
    const [text, isEnabled] = ['text', 'isEnabled'].map((key) => exact(node, [key]))
    return placeTexts(value === null && isEnabled ? [isEnabled] : [text ?? isEnabled])
  }
  return placeTexts([node])
}

const SENTENCES = new Set(['farewell', 'ratingRequest'])

/** What stood for the placeholders of a greeting. */
function filledIn(tree: Sourced, greeting: Sourced): (Sourced | undefined)[] {
  const text = greeting.kind === 'scalar' ? String(greeting.value) : ''
  const attendant = exact(tree, ['attendantName']) ?? exact(tree, ['name'])
  return [
    ...(text.includes('{client_name}') ? [exact(tree, ['name'])] : []),
    ...(text.includes('{attendant_name}') ? [attendant] : []),
  ]
}

/** A crew may name agents that are defined beside it: by their ids, or by its tasks. */
function ofSharedAgent(tree: Sourced, [section, crew = '', members, i, ...rest]: At['path']): Sourced | undefined {
  const isMember = section === 'crews' && members === 'agents' && typeof i === 'number'
  if (!isMember || exact(tree, ['crews', crew, 'agents'])) return undefined
  const id = agentIds(tree, crew)[i]
  const agent = id === undefined ? undefined : exact(tree, ['agents', id])
  return agent && (rest[0] === 'id' ? agent : exact(agent, rest))
}

/** In the order in which the crew's agents come to stand (`finish-crews.ts`). */
function agentIds(tree: Sourced, crew: string | number): string[] {
  const listed = exact(tree, ['crews', crew, 'agentIds'])
  const tasks = exact(tree, ['crews', crew, 'tasks'])
  const ofTasks = tasks?.kind === 'list' ? tasks.items.map((task) => exact(task, ['agent'])) : []
  const nodes = listed?.kind === 'list' ? listed.items : ofTasks
  const ids = nodes.flatMap((node) => (node?.kind === 'scalar' ? [String(node.value)] : []))
  return [...new Set(ids)].filter((id) => exact(tree, ['agents', id]))
}

/** Minutes of a draft as the time of day they are. */
export const saidIn = (path: At['path'], value: Plain): Plain =>
  path[0] === 'hours' && String(path.at(-1)).endsWith('Min') && typeof value === 'number' ? clockText(value) : value

/** `09:00`; 1,440 is `24:00`. */
export const clockText = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
