import { Failure } from '../../base/failure.ts'
import type { AskOptions, Model, ModelAnswer, ModelRequest, Models } from './llm.ts'

/** What a scripted model does when it is asked: say a text, call tools, fail, hang until aborted, or decide then. */
export type ScriptStep =
  | string
  | { readonly calls: readonly { readonly tool: string; readonly args: Readonly<Record<string, unknown>> }[] }
  | { readonly malformed: { readonly tool: string; readonly problem: string } }
  | { readonly fails: 'MODEL_BUSY' | 'MODEL_REFUSED' }
  | { readonly hangs: true }
  | ((request: ModelRequest) => ScriptStep | Promise<ScriptStep>)

/** A step that calls one tool. */
export const call = (tool: string, args: Readonly<Record<string, unknown>> = {}): ScriptStep => ({
  calls: [{ tool, args }],
})

/** The model was asked more often than its script says. A mistake of the test or of the code, never an outcome. */
export class UnexpectedModelCall extends Error {
  override readonly name = 'UnexpectedModelCall'
}

/** A model that plays a script and remembers what it was asked. Ships with the product: evals and demos use it too. */
export class ScriptedModel implements Model {
  readonly name: string
  /** Every request, in the order asked. */
  readonly requests: ModelRequest[] = []
  readonly #steps: ScriptStep[] = []
  readonly #byInstructions: { readonly pattern: RegExp; readonly steps: ScriptStep[] }[] = []
  #calls = 0

  constructor(steps: readonly ScriptStep[] = [], name = 'compatible:scripted') {
    this.#steps.push(...steps)
    this.name = name
  }

  /** Adds steps to the end of the script. */
  says(...steps: readonly ScriptStep[]): this {
    this.#steps.push(...steps)
    return this
  }

  /** Steps for requests whose instructions match, whatever order agents ask in. */
  saysTo(pattern: RegExp, ...steps: readonly ScriptStep[]): this {
    this.#byInstructions.push({ pattern, steps: [...steps] })
    return this
  }

  async ask(request: ModelRequest, { signal }: AskOptions): Promise<ModelAnswer> {
    signal.throwIfAborted()
    this.requests.push(request)
    const own = this.#byInstructions.find(
      ({ pattern, steps }) => steps.length > 0 && pattern.test(request.instructions),
    )
    const step = (own?.steps ?? this.#steps).shift()
    if (step === undefined)
      throw new UnexpectedModelCall(
        `call ${this.requests.length} is not in the script: ${request.instructions.slice(0, 80)}`,
      )
    const answer = await this.#play(step, request, signal)
    signal.throwIfAborted()
    return answer
  }

  /** @throws when a part of the script was not played. */
  assertFinished(): void {
    const left = this.#steps.length + this.#byInstructions.reduce((sum, { steps }) => sum + steps.length, 0)
    if (left > 0) throw new Error(`the script has ${left} steps that nobody asked for`)
  }

  async close(): Promise<void> {}

  async #play(step: ScriptStep, request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
    if (typeof step === 'function') return this.#play(await step(request), request, signal)
    if (typeof step === 'string') return { ...NOTHING, text: step }
    if ('fails' in step) throw new Failure(step.fails, { problem: 'as scripted' })
    if ('hangs' in step) return whenAborted(signal)
    if ('malformed' in step) return { ...NOTHING, malformed: [{ ...step.malformed, id: `call_${++this.#calls}` }] }
    return { ...NOTHING, calls: step.calls.map((each) => ({ ...each, id: `call_${++this.#calls}` })) }
  }
}

/** The same model for every name. */
export const modelsOf = (model: Model | null): Models => ({
  resolve: () => model,
  close: async () => model?.close(),
})

/** Every scripted answer costs the same, so that tests can count. */
const NOTHING: ModelAnswer = { text: '', calls: [], malformed: [], inputTokens: 100, outputTokens: 20 }

const whenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
