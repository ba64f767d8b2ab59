import { Failure } from '../../base/failure.ts'
import type { AgentPlan, CrewPlan, TaskPlan } from '../../domain/crew-plan.ts'
import type { CrewResult, Evidence, HandoverReason, Step, TurnInput } from '../../domain/turn.ts'
import { type AgentInput, type AgentOutput, type AgentPorts, type ReplyOutput, TurnAgents } from '../agents/agents.ts'
import type { CrewTurn } from './crew-turn.ts'
import { ReplyCheck } from './reply-check.ts'
import { handedOver, resultOf } from './result.ts'
import { graphOf, type TaskGraph } from './task-graph.ts'
import { isTimeout, within } from './time-limit.ts'

export interface RunOptions {
  readonly signal: AbortSignal
  /** Told of each step as it ends, for a live trace. */
  readonly onStep?: (step: Step) => void
}

/** Kept back from the turn's time for the built-in reply and the writing of it, in ms. */
const RESERVE_MS = 500
/** The built-in engine speaks for a model that failed when it is at least as sure as this. */
const SURE_ENOUGH = 0.5

/** One turn of any plan; what it promises is said at the door, `runCrew` in `crews.ts`. */
export async function runPlan(
  plan: CrewPlan,
  input: TurnInput,
  { ports, options }: { ports: AgentPorts; options: RunOptions },
): Promise<CrewResult> {
  const graph = graphOf(plan)
  const agents = new TurnAgents({ crew: plan, input, ports, onStep: options.onStep })
  const turn = { plan, input, agents }
  const isEmpty = input.text.trim() === ''
  if (isEmpty && input.attachments.length === 0) return resultOf(turn, { outcome: 'silent', evidence: NOTHING })
  if (isEmpty) return handedOver(turn, { reason: 'attachment', evidence: NOTHING })
  return new CrewRun(turn, graph).run(options.signal)
}

const NOTHING: Evidence = { passages: [], tools: [] }

/** One turn of one plan, while it runs. */
class CrewRun {
  readonly #turn: CrewTurn
  readonly #graph: TaskGraph
  readonly #check: ReplyCheck
  readonly #outputs = new Map<string, AgentInput>()

  constructor(turn: CrewTurn, graph: TaskGraph) {
    this.#turn = turn
    this.#graph = graph
    this.#check = new ReplyCheck(turn)
  }

  async run(signal: AbortSignal): Promise<CrewResult> {
    const reply = await this.#reply(signal)
    signal.throwIfAborted()
    const evidence = this.#evidence(reply)
    if (reply.reason) return handedOver(this.#turn, { reason: reply.reason, reply, evidence })
    const unproven = this.#check.finds(reply, evidence)
    if (unproven.length > 0) return handedOver(this.#turn, { reason: 'claim-check', evidence })
    return resultOf(this.#turn, { outcome: 'answered', reply, evidence })
  }

  async #reply(signal: AbortSignal): Promise<ReplyOutput> {
    const { plan, agents } = this.#turn
    const hasOwnEngine = plan.agents.some(({ kind }) => kind === 'response')
    if (agents.understanding.wantsHuman && !hasOwnEngine) return agents.builtinReply(NOTHING)
    try {
      await within({ ms: plan.turnDeadlineMs - RESERVE_MS, outer: signal }, (turn) => this.#tasks(turn))
      return this.#lastWord()
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (!(error instanceof Failure) && !isTimeout(error)) throw error
      return this.#fallback(isTimeout(error) ? 'timeout' : 'model-failed')
    }
  }

  /** Each task behind those it waits for; the first failure that counts ends the others. */
  async #tasks(outer: AbortSignal): Promise<void> {
    const stop = new AbortController()
    const onAbort = () => stop.abort(outer.reason)
    outer.addEventListener('abort', onAbort, { once: true })
    const started = new Map<string, Promise<void>>()
    for (const { task, agent } of this.#graph.tasks) {
      const before = task.context.map((id) => started.get(id))
      started.set(task.id, this.#taskAfter(before, { task, agent, signal: stop.signal }))
    }
    try {
      await Promise.all(started.values())
    } finally {
      outer.removeEventListener('abort', onAbort)
      stop.abort(ENDED)
    }
  }

  async #taskAfter(before: readonly (Promise<void> | undefined)[], { task, agent, signal }: Started): Promise<void> {
    if (before.length > 0) await Promise.all(before)
    const { agents } = this.#turn
    if (task.intents.length > 0 && !task.intents.includes(agents.understanding.intent)) return
    const inputs = task.context.flatMap((id) => this.#outputs.get(id) ?? [])
    const unproven = this.#isEnd(task) ? this.#check.asCallback(() => this.#evidence(null)) : undefined
    const output = await this.#output({ task, agent, signal }, (limited) =>
      agents.run({ agent, task, inputs, signal: limited, ...(unproven ? { unproven } : {}) }),
    )
    if (output) this.#outputs.set(task.id, { task: task.id, agent: agent.name, output })
  }

  /** What code looks up may be missing, and the reply is made without it; what a model was to write may not. */
  async #output(
    { agent, signal }: Started,
    work: (signal: AbortSignal) => Promise<AgentOutput>,
  ): Promise<AgentOutput | null> {
    try {
      return await within({ ms: agent.deadlineMs, outer: signal }, work)
    } catch (error) {
      if (signal.aborted) throw signal.reason
      const isForeseen = error instanceof Failure || isTimeout(error)
      if (isForeseen && agent.kind !== 'model' && agent.kind !== 'response') return null
      throw error
    }
  }

  #isEnd(task: TaskPlan): boolean {
    return this.#graph.ends.includes(task)
  }

  /** What the last task that ran says. */
  #lastWord(): ReplyOutput {
    const { agents } = this.#turn
    const last = this.#graph.ends.find(({ id }) => this.#outputs.has(id))
    const evidence = this.#evidence(null)
    const output = last && this.#outputs.get(last.id)?.output
    return output ? agents.replyFrom(output, evidence) : agents.builtinReply(evidence)
  }

  #fallback(reason: HandoverReason): ReplyOutput {
    const reply = this.#turn.agents.builtinReply(this.#evidence(null))
    if (reply.reason === null && reply.confidence >= SURE_ENOUGH) return reply
    if (reply.reason === null) return { ...reply, messages: [], reason }
    return reply.reason === 'low-confidence' ? { ...reply, reason } : reply
  }

  /** All that this turn's agents found, and what the reply's own looked up. */
  #evidence(reply: ReplyOutput | null): Evidence {
    const inputs = [...this.#outputs.values()].filter(({ output }) => output !== reply)
    const found = this.#turn.agents.evidenceOf(inputs)
    const own = reply?.tools.filter((tool) => !found.tools.includes(tool)) ?? []
    return { passages: found.passages, tools: [...found.tools, ...own] }
  }
}

interface Started {
  readonly task: TaskPlan
  readonly agent: AgentPlan
  readonly signal: AbortSignal
}

const ENDED = new DOMException('the turn is over', 'AbortError')
