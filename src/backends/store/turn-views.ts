import { type Kysely, type Selectable, sql } from 'kysely'
import type { TenantId } from '../../domain/ids.ts'
import type { ConversationRef } from '../../domain/inbound.ts'
import type { Hit } from '../../domain/passage.ts'
import type { StepView, TurnView } from '../../wire/turn-view.ts'
import { keyOf } from './rows.ts'
import type { StepsTable, Tables, TurnsTable } from './schema.ts'

interface Ask {
  readonly tenant: TenantId
  readonly ref: ConversationRef
  readonly limit: number
}

/** The newest turns of a conversation as the console shows them, newest first. */
export async function readTurns(db: Kysely<Tables>, { tenant, ref, limit }: Ask): Promise<TurnView[]> {
  const turns = await db
    .selectFrom('turns')
    .selectAll()
    .where((eb) => eb.and({ ...keyOf(ref), tenant }))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  const ids = turns.map(({ id }) => id)
  if (ids.length === 0) return []
  const steps = await db
    .selectFrom('steps')
    .selectAll()
    .where('turn', 'in', ids)
    .where('tenant', '=', tenant)
    .orderBy('seq')
    .execute()
  const replies = await readReplies(db, tenant, ids)
  return turns.map((turn) =>
    viewOf(
      turn,
      steps.filter((step) => step.turn === turn.id),
      replies.get(turn.id),
    ),
  )
}

interface Reply {
  readonly texts: readonly string[]
  /** When the last message was taken by Chatwoot, epoch ms; null while one is on its way. */
  readonly sentAt: number | null
  readonly plannedAt: number
}

async function readReplies(
  db: Kysely<Tables>,
  tenant: TenantId,
  turns: readonly string[],
): Promise<Map<string, Reply>> {
  const rows = await db
    .selectFrom('outbox')
    .select(['turn', 'planned_at', sql<string>`json_group_array(body_json ->> '$.text' order by seq)`.as('texts')])
    .select((eb) => eb.fn.max('ended_at').as('ended'))
    .select(sql<number>`sum(ended_at is null)`.as('waiting'))
    .where('turn', 'in', turns)
    .where('tenant', '=', tenant)
    .where('kind', '=', 'message')
    .groupBy(['turn', 'planned_at'])
    .execute()
  return new Map(
    rows.map(({ turn, planned_at, texts: told, ended, waiting }) => {
      const texts = JSON.parse(told) as string[]
      return [turn, { texts, sentAt: waiting > 0 ? null : Number(ended), plannedAt: planned_at }]
    }),
  )
}

interface Detail {
  readonly text: string
  readonly slots: Record<string, unknown>
  readonly passages: readonly Hit[]
  readonly tools: TurnView['tools']
}

function viewOf(
  turn: Selectable<TurnsTable>,
  steps: readonly Selectable<StepsTable>[],
  reply: Reply | undefined,
): TurnView {
  const detail = JSON.parse(turn.detail_json) as Detail
  return {
    id: turn.id,
    tenant: turn.tenant,
    account: turn.account,
    conversation: turn.conversation,
    channel: turn.channel,
    engine: turn.engine === 'built-in' ? 'built-in' : 'model',
    startedAtMs: turn.started_at,
    gateMs: turn.gate_ms,
    crewMs: turn.crew_ms,
    sendMs: reply?.sentAt ? reply.sentAt - reply.plannedAt : null,
    outcome: turn.outcome as TurnView['outcome'],
    reason: turn.reason,
    intent: turn.intent,
    confidence: turn.confidence,
    language: turn.language,
    slots: detail.slots,
    text: detail.text,
    reply: [...(reply?.texts ?? [])],
    modelCalls: turn.model_calls,
    inputTokens: turn.input_tokens,
    outputTokens: turn.output_tokens,
    steps: steps.map(stepView),
    passages: detail.passages.map(({ passage, score }) => ({
      id: passage.id,
      titles: [...passage.titles],
      source: passage.source,
      text: passage.text,
      score,
    })),
    tools: detail.tools,
  }
}

const stepView = (step: Selectable<StepsTable>): StepView => ({
  agent: step.agent,
  task: step.task,
  kind: step.kind as StepView['kind'],
  startMs: step.start_ms,
  ms: step.ms,
  request: JSON.parse(step.request_json),
  response: JSON.parse(step.response_json),
  error: step.error,
})
