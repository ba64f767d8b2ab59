import type { TurnView } from '../../../src/wire/turn-view.ts'

/** The arguments of a turn's n-th tool call, out of the step that made it; undefined when no step says. */
export function toolArgs({ tools, steps }: Pick<TurnView, 'tools' | 'steps'>, index: number): unknown {
  const name = tools[index]?.tool
  const nth = tools.slice(0, index).filter(({ tool }) => tool === name).length
  const made = steps.filter((step) => step.kind === 'tool' && (step.task === name || nameIn(step.request) === name))
  const request = made[nth]?.request
  if (request === null || typeof request !== 'object') return request
  if ('args' in request) return request.args
  return 'arguments' in request ? request.arguments : request
}

function nameIn(request: unknown): unknown {
  if (request === null || typeof request !== 'object') return undefined
  if ('tool' in request) return request.tool
  return 'name' in request ? request.name : undefined
}
