import type { Step, Usage } from '../../domain/turn.ts'
import { masked } from './masked.ts'

/** What a step is, before it is known how long it took. */
export type StepTaken = Omit<Step, 'startMs' | 'ms'>

/** The steps and the usage of one turn, collected while it runs. */
export class TurnTrace {
  readonly steps: Step[] = []
  readonly #startedMs = performance.now()
  readonly #onStep: ((step: Step) => void) | undefined
  #usage: Usage = { modelCalls: 0, inputTokens: 0, outputTokens: 0 }

  constructor(onStep?: (step: Step) => void) {
    this.#onStep = onStep
  }

  get usage(): Usage {
    return this.#usage
  }

  /** Ms since the turn's start; hand it to `took` when the step is over. */
  elapsedMs(): number {
    return Math.round((performance.now() - this.#startedMs) * 10) / 10
  }

  /** Documents and card numbers are masked here, so that no trace ever holds one. */
  took(startMs: number, { agent, task, kind, request, response, error }: StepTaken): void {
    const ms = Math.round((this.elapsedMs() - startMs) * 10) / 10
    const step = { agent, task, kind, startMs, ms, request: masked(request), response: masked(response), error }
    this.steps.push(step)
    this.#onStep?.(step)
  }

  /** One more model call, and what the server said it cost. */
  spent(inputTokens: number, outputTokens: number): void {
    const { modelCalls, ...tokens } = this.#usage
    this.#usage = {
      modelCalls: modelCalls + 1,
      inputTokens: tokens.inputTokens + inputTokens,
      outputTokens: tokens.outputTokens + outputTokens,
    }
  }
}
