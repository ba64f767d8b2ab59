import type { ChannelKind } from '../../domain/channel-kind.ts'
import { CrewPlan } from '../../domain/crew-plan.ts'
import type { LoadedConfig } from '../../domain/tenant-config.ts'

/**
 * The benchmark's crew: the original's four model calls a message, in two hops. Intent, search and ERP at the same
 * time, then the reply; no tools, no retrieval, one step each, so that exactly four calls are made. Its model invents
 * what it says, so its claims are not checked. Chosen by `BENCH_CREW=four` and by nothing else.
 */
export function benchPlan({ config, hash }: LoadedConfig, channel: ChannelKind): CrewPlan {
  const thinker = { kind: 'model', maxSteps: 1, deadlineMs: 20_000 } as const
  return CrewPlan.parse({
    type: 'customer_service',
    channel,
    tenant: config.tenant,
    shop: config.name,
    about: config.description,
    agents: [
      { ...thinker, id: 'intent', name: 'Intent agent', output: 'json', role: 'reads what the customer wants' },
      { ...thinker, id: 'vector', name: 'Vector Search agent', output: 'json', role: "finds the shop's passages" },
      { ...thinker, id: 'erp', name: 'ERP agent', output: 'json', role: "reads the customer's orders" },
      { ...thinker, id: 'response', name: 'Response agent', role: 'answers the customer out of what the others found' },
    ],
    tasks: [
      { id: 'intent', agent: 'intent', expectedOutput: 'intent, language, sentiment, order_ref' },
      { id: 'vector', agent: 'vector', expectedOutput: 'query, documents' },
      { id: 'erp', agent: 'erp', expectedOutput: 'order_ref, state, delivery' },
      { id: 'response', agent: 'response', context: ['intent', 'vector', 'erp'] },
    ],
    style: { language: config.language },
    collections: [],
    configHash: hash,
    checksClaims: false,
  })
}
