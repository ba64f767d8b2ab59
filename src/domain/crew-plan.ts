import * as z from 'zod'
import { ChannelKind, CrewType } from './channel-kind.ts'
import { TenantId } from './ids.ts'
import { Language } from './language.ts'
import { Collection } from './passage.ts'

/** How an agent does its work: by our code (`intent`, `knowledge`, `memory`, `operations`) or by a model loop. */
export const AgentKind = z.enum(['intent', 'knowledge', 'memory', 'operations', 'response', 'model'])
export type AgentKind = z.infer<typeof AgentKind>

export const AgentPlan = z.strictObject({
  id: z.string().min(1),
  /** Shown in the console's trace. */
  name: z.string().min(1),
  kind: AgentKind,
  role: z.string().default(''),
  goal: z.string().default(''),
  backstory: z.string().default(''),
  /** `compatible:<id>` or `openai:<id>`; null: the server's default model. */
  model: z.string().nullable().default(null),
  /** Names of the tools it may call. */
  tools: z.array(z.string()).default([]),
  /** Model calls it may make in one turn. */
  maxSteps: z.int().min(1).max(20).default(4),
  deadlineMs: z.int().min(100).max(120_000).default(20_000),
  /** JSON: the answer is parsed and handed on as an object. */
  output: z.enum(['text', 'json']).default('text'),
})
export type AgentPlan = z.infer<typeof AgentPlan>

export const TaskPlan = z.strictObject({
  id: z.string().min(1),
  agent: z.string().min(1),
  description: z.string().default(''),
  expectedOutput: z.string().default(''),
  /** Tasks whose outputs it is given; it starts when all of them are done. */
  context: z.array(z.string()).default([]),
  /** Run only for these intents; empty: always. */
  intents: z.array(z.string()).default([]),
})
export type TaskPlan = z.infer<typeof TaskPlan>

/** How the shop talks. */
export const Style = z.strictObject({
  communication: z.enum(['formal', 'friendly', 'casual']).default('friendly'),
  emoji: z.enum(['none', 'minimal', 'moderate', 'frequent']).default('minimal'),
  greeting: z.string().nullable().default(null),
  farewell: z.string().nullable().default(null),
  language: Language.default('pt-BR'),
})
export type Style = z.infer<typeof Style>

/**
 * A crew as data: who works, in which order, with which tools, in which tone, within which limits.
 * Made from a tenant's configuration by the `CrewFactory`, run by the engine, cached as plain JSON.
 */
export const CrewPlan = z.strictObject({
  type: CrewType,
  channel: ChannelKind,
  tenant: TenantId,
  /** The shop's name, as customers know it. */
  shop: z.string(),
  about: z.string().default(''),
  agents: z.array(AgentPlan).min(1),
  /** In any order; `context` is what orders them. The last one without a successor is the reply. */
  tasks: z.array(TaskPlan).min(1),
  style: Style,
  collections: z.array(Collection),
  configHash: z.string(),
  /** The whole turn, from gate to reply. */
  turnDeadlineMs: z.int().min(1_000).default(25_000),
  /** `false` only in the benchmark's crew, whose model invents what it says; no configuration can set it. */
  checksClaims: z.boolean().optional(),
})
export type CrewPlan = z.infer<typeof CrewPlan>
