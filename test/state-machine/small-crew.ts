import { Failure } from '../../src/base/failure.ts'
import type { CrewPlan } from '../../src/domain/crew-plan.ts'
import type { TenantId } from '../../src/domain/ids.ts'
import type { OutboundAction } from '../../src/domain/outbound.ts'
import { type LoadedConfig, TenantConfig } from '../../src/domain/tenant-config.ts'
import type { CrewResult } from '../../src/domain/turn.ts'
import type { CrewDesk } from '../../src/flow/hub/turn-maker.ts'
import type { Gates, How } from './gates.ts'
import type { Life } from './manual-time.ts'

/** What a crew's message answers, and which piece of the reply it is; null: it answers nobody ("a human comes"). */
export function answeredBy(
  text: string,
): { readonly ids: readonly number[]; readonly part: number; of: number } | null {
  const [, part, of] = /part (\d) of (\d)$/.exec(text) ?? []
  if (!part || !of) return null
  return { ids: [...text.matchAll(/#(\d+)/g)].map(([, id]) => Number(id)), part: Number(part), of: Number(of) }
}

export interface SmallCrewOptions {
  readonly gates: Gates
  readonly life: Life
  /** The crew failed on purpose. */
  readonly onFailure: (text: string) => void
}

/** A crew whose reply names the messages it answers, in one piece or two; it takes as long as its gate is shut. */
export function smallCrew({ gates, life, onFailure }: SmallCrewOptions): CrewDesk {
  return {
    plan: async () => PLAN,
    run: ({ input }, { signal }) =>
      gates.pass(
        life,
        'crew',
        async ({ outcome }: How) => {
          if (outcome === 'busy' || outcome === 'refused') onFailure(input.text)
          if (outcome === 'busy') throw new Failure('MODEL_BUSY', { problem: '429' })
          if (outcome === 'refused') throw new TypeError('a bug in the crew')
          return replyTo(input.text)
        },
        signal,
      ),
    handOver: ({ reason, says }) => [
      ...(says ? [message('Um atendente continua aqui.')] : []),
      { kind: 'note', text: `note: ${reason}` },
      { kind: 'labels', add: ['handed-over'] },
      { kind: 'status', status: 'open' },
    ],
    looksFinished: (text) => text.endsWith('done'),
    knowledgeHash: () => 'k',
  } satisfies Omit<CrewDesk, 'engineOf'> as CrewDesk
}

function replyTo(text: string): CrewResult {
  const ids = [...text.matchAll(/#(\d+)/g)].map(([, id]) => Number(id))
  const of = (Math.max(...ids) % 2) + 1
  const parts = Array.from({ length: of }, (_, at) =>
    message(`re ${ids.map((id) => `#${id}`).join(' ')} part ${at + 1} of ${of}`),
  )
  return {
    outcome: 'answered',
    reason: null,
    actions: parts,
    understanding: {
      intent: 'other',
      confidence: 1,
      language: 'pt-BR',
      slots: {},
      wantsHuman: false,
      sentiment: 'neutral',
      isFinished: true,
    },
    intent: 'other',
    language: 'pt-BR',
    usage: { modelCalls: 0, inputTokens: 0, outputTokens: 0 },
    steps: [],
    evidence: { passages: [], tools: [] },
  }
}

const message = (text: string): OutboundAction => ({ kind: 'message', text, buttons: [], image: null })

const PLAN = {
  type: 'customer_service',
  channel: 'whatsapp',
  configHash: 'c',
  agents: [],
  tasks: [],
} as unknown as CrewPlan

/** It needs to know nothing of the customer, so it is always there to be said. */
const TEMPLATES = [{ name: 'volta', language: 'pt_BR', text: 'Temos uma resposta.' }]

export const smallConfig = (tenant: TenantId): LoadedConfig => ({
  hash: 'c',
  warnings: [],
  config: TenantConfig.parse({ tenant, name: 'Loja', service: { windowTemplates: TEMPLATES } }),
})
