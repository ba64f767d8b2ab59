import * as z from 'zod'

/** One bar of the waterfall: what an agent did, from `startMs` after the turn began, for `ms`. */
export const StepView = z.object({
  agent: z.string(),
  task: z.string(),
  kind: z.enum(['classify', 'search', 'memory', 'tool', 'model', 'compose', 'check']),
  startMs: z.number(),
  ms: z.number(),
  request: z.unknown(),
  response: z.unknown(),
  error: z.string().nullable(),
})
export type StepView = z.infer<typeof StepView>

/** A turn as the console shows it: who worked, what was understood, found, called, and what the reply rests on. */
export const TurnView = z.object({
  id: z.string(),
  tenant: z.string(),
  account: z.number(),
  conversation: z.number(),
  channel: z.string(),
  engine: z.enum(['built-in', 'model']),
  startedAtMs: z.number(),
  /** Gate, crew and sending, in ms. */
  gateMs: z.number(),
  crewMs: z.number(),
  sendMs: z.number().nullable(),
  outcome: z.enum(['answered', 'handed-over', 'silent']),
  reason: z.string().nullable(),
  intent: z.string(),
  confidence: z.number(),
  language: z.string(),
  slots: z.record(z.string(), z.unknown()),
  text: z.string(),
  reply: z.array(z.string()),
  modelCalls: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  steps: z.array(StepView),
  passages: z.array(
    z.object({ id: z.string(), titles: z.array(z.string()), source: z.string(), text: z.string(), score: z.number() }),
  ),
  tools: z.array(z.object({ tool: z.string(), ok: z.boolean(), data: z.unknown(), problem: z.string().nullable() })),
})
export type TurnView = z.infer<typeof TurnView>
