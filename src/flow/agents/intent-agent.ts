import * as z from 'zod'
import type { Model } from '../../backends/llm/llm.ts'
import type { CrewPlan } from '../../domain/crew-plan.ts'
import { Intent, type Understanding } from '../../domain/intent.ts'
import { Language } from '../../domain/language.ts'
import type { TurnInput } from '../../domain/turn.ts'
import type { AgentOutput, AgentPorts, AgentWork } from './agent-turn.ts'
import { runModelAgent } from './model-agent.ts'
import type { TurnTrace } from './turn-trace.ts'

/** Below this the built-in classifier is no better than a small model's second look is worth. */
const UNSURE_BELOW = 0.55

/** Reads the customer's words without a model: what every turn begins with. */
export function understandTurn(
  { crew, input, ports }: { crew: CrewPlan; input: TurnInput; ports: AgentPorts },
  trace: TurnTrace,
): Understanding {
  const startMs = trace.elapsedMs()
  const agent = crew.agents.find(({ kind }) => kind === 'intent')
  const understanding = ports.understand(input.text, {
    nowMs: input.nowMs,
    timezone: input.hours.timezone,
    language: crew.style.language,
    history: input.history,
  })
  const step = { agent: agent?.name ?? 'Intent agent', task: 'intent', kind: 'classify' as const }
  trace.took(startMs, { ...step, request: { text: input.text }, response: understanding, error: null })
  return understanding
}

/** The built-in reading; where it is unsure and the plan names a model for it, that model's. */
export async function runIntent(work: AgentWork): Promise<AgentOutput> {
  const { agent, turn } = work
  const unchanged = { kind: 'understanding', understanding: turn.understanding } as const
  const model = agent.model && isUnsure(turn.understanding) ? turn.ports.models.resolve(agent.model) : null
  if (!model) return unchanged
  const read = Reading.safeParse((await secondLook(work, model)).value)
  if (!read.success) return unchanged
  const { intent, language, wants_human } = read.data
  return {
    kind: 'understanding',
    understanding: {
      ...turn.understanding,
      intent,
      confidence: SURE_ENOUGH,
      language: language ?? turn.understanding.language,
      wantsHuman: turn.understanding.wantsHuman || wants_human === true,
    },
  }
}

const isUnsure = ({ intent, confidence }: Understanding): boolean => intent === 'other' || confidence < UNSURE_BELOW

/** What a model's reading is taken for: it does not know how sure it is. */
const SURE_ENOUGH = 0.7

const Reading = z.object({
  intent: Intent,
  language: Language.optional().catch(undefined),
  wants_human: z.boolean().optional().catch(undefined),
})

const secondLook = (work: AgentWork, model: Model) =>
  runModelAgent(
    { ...work, agent: { ...work.agent, output: 'json', tools: [] }, task: { ...work.task, description: QUESTION } },
    model,
  )

const QUESTION = `What does the customer want? {"intent": one of ${Intent.options.join(', ')}, "language": pt-BR, es or en, "wants_human": true or false}`
