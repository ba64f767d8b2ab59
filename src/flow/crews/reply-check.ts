import type { Evidence } from '../../domain/turn.ts'
import { localTime, type ReplyOutput } from '../agents/agents.ts'
import { unprovenClaims } from './claim-check.ts'
import type { CrewTurn } from './crew-turn.ts'

/** The claim check of one turn. */
export class ReplyCheck {
  readonly #turn: CrewTurn

  constructor(turn: CrewTurn) {
    this.#turn = turn
  }

  /** What of a reply nothing proves, in the trace. */
  finds(reply: ReplyOutput, evidence: Evidence): readonly string[] {
    if (this.#turn.plan.checksClaims === false) return []
    const { trace } = this.#turn.agents
    const startMs = trace.elapsedMs()
    const unproven = this.#unproven(reply.messages.map(({ text }) => text).join('\n'), evidence)
    const step = { agent: 'Claim check', task: 'check', kind: 'check' as const, error: null }
    trace.took(startMs, { ...step, request: { by: reply.engine }, response: { unproven } })
    return unproven
  }

  /** For an agent whose words the customer reads: its own evidence, and all that the others have found by then. */
  asCallback(found: () => Evidence): ((reply: string, own: Evidence) => readonly string[]) | undefined {
    if (this.#turn.plan.checksClaims === false) return undefined
    return (reply, own) => {
      const others = found()
      return this.#unproven(reply, {
        passages: [...others.passages, ...own.passages],
        tools: [...others.tools, ...own.tools],
      })
    }
  }

  #unproven(text: string, evidence: Evidence): readonly string[] {
    const { plan, input } = this.#turn
    return unprovenClaims(text, { evidence, crew: plan, input, localTime })
  }
}
