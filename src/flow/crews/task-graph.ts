import { Failure } from '../../base/failure.ts'
import type { AgentPlan, CrewPlan, TaskPlan } from '../../domain/crew-plan.ts'

/** A plan whose tasks are known to fit together. */
export interface TaskGraph {
  /** Every task behind all it waits for. */
  readonly tasks: readonly { readonly task: TaskPlan; readonly agent: AgentPlan }[]
  /** Tasks nothing waits for, the plan's last one first: the first that ran is the reply. */
  readonly ends: readonly TaskPlan[]
}

const graphs = new WeakMap<CrewPlan, TaskGraph>()

/**
 * The plan as a graph; made once per plan.
 * @throws {Failure} CONFIG_INVALID an agent or task that does not exist, a name twice, tasks that wait for each other
 */
export function graphOf(plan: CrewPlan): TaskGraph {
  const known = graphs.get(plan)
  if (known) return known
  const agents = byId(plan, plan.agents)
  const tasks = byId(plan, plan.tasks)
  for (const { id, agent, context } of plan.tasks) {
    if (!agents.has(agent)) throw invalid(plan, `task "${id}" names agent "${agent}", which the crew does not have`)
    const missing = context.find((name) => !tasks.has(name))
    if (missing !== undefined)
      throw invalid(plan, `task "${id}" waits for task "${missing}", which the crew does not have`)
  }
  const graph: TaskGraph = {
    tasks: inOrder(plan, tasks).map((task) => ({ task, agent: agents.get(task.agent) as AgentPlan })),
    ends: plan.tasks.filter(({ id }) => !plan.tasks.some(({ context }) => context.includes(id))).toReversed(),
  }
  graphs.set(plan, graph)
  return graph
}

function byId<T extends { readonly id: string }>(plan: CrewPlan, things: readonly T[]): Map<string, T> {
  const found = new Map<string, T>()
  for (const thing of things) {
    if (found.has(thing.id)) throw invalid(plan, `"${thing.id}" is there twice`)
    found.set(thing.id, thing)
  }
  return found
}

function inOrder(plan: CrewPlan, tasks: ReadonlyMap<string, TaskPlan>): TaskPlan[] {
  const ordered: TaskPlan[] = []
  const done = new Set<string>()
  const visit = (id: string, path: readonly string[]): void => {
    if (done.has(id)) return
    if (path.includes(id)) throw invalid(plan, `tasks wait for each other: ${[...path, id].join(' ← ')}`)
    const task = tasks.get(id)
    if (!task) return
    for (const before of task.context) visit(before, [...path, id])
    done.add(id)
    ordered.push(task)
  }
  for (const id of tasks.keys()) visit(id, [])
  return ordered
}

const invalid = (plan: CrewPlan, problem: string) => new Failure('CONFIG_INVALID', { tenant: plan.tenant, problem })
