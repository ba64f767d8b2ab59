import type { ChannelKind } from '../../domain/channel-kind.ts'
import type { IdleStep, InboxRow, WorkEvent } from '../../domain/lane.ts'
import { say } from '../../domain/messages/messages.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import { serviceOn, type TenantConfig } from '../../domain/tenant-config.ts'
import type { CrewResult } from '../../domain/turn.ts'
import type { TurnRecord } from '../../domain/turn-record.ts'
import { bareResult } from './bare-result.ts'

export type Idle = Extract<WorkEvent, { kind: 'idle' }>

export const idleIn = (rows: readonly InboxRow[]): Idle | null => {
  const idle = rows.map(({ event }) => event).filter((event) => event.kind === 'idle')
  return idle.length === rows.length ? (idle[0] ?? null) : null
}

export const isIdle = ({ event }: InboxRow): boolean => event.kind === 'idle'

/** On these nothing may be said freely to who has not written for a day (facts: Chatwoot §5.2); five minutes are for the way there. */
const WINDOWED: ReadonlySet<ChannelKind> = new Set(['whatsapp', 'instagram', 'facebook'])
const WINDOW_MS = 24 * 3_600_000 - 5 * 60_000

export interface IdleAsk {
  readonly idle: Idle
  readonly config: TenantConfig
  readonly channel: ChannelKind
  readonly nowMs: number
}

/** What is said and done when nobody has said anything for so long: asking once, and later ending the conversation. */
export function idleResult({ idle, config, channel, nowMs }: IdleAsk): CrewResult {
  const { language, step, spokeAtMs } = idle
  const maySay = !WINDOWED.has(channel) || nowMs - spokeAtMs < WINDOW_MS
  const { communicationStyle: tone } = serviceOn(config, channel)
  const text = say(language, step === 'follow-up' ? 'stillThere' : 'idle.closed', { tone })
  const words: OutboundAction[] = maySay ? [{ kind: 'message', text, buttons: [], image: null }] : []
  if (step === 'resolve')
    return bareResult('answered', 'idle', language, [...words, { kind: 'status', status: 'resolved' }])
  return bareResult(maySay ? 'answered' : 'silent', 'idle', language, words)
}

interface Made {
  readonly result: CrewResult
  readonly startedAtMs: number
  readonly config?: TenantConfig
  /** Which silence this turn ended; absent: the customer had written. */
  readonly idle?: Idle
}

/** What the silence after this turn is waited for, by the tenant's rules. */
export function silenceAfter({ result, startedAtMs, config, idle }: Made): Pick<TurnRecord, 'idle'> {
  const step = config && result.outcome !== 'handed-over' ? nextStep(config, idle?.step) : null
  if (!step) return {}
  const dueAtMs = startedAtMs + step.minutes * 60_000
  return { idle: { step: step.kind, dueAtMs, spokeAtMs: idle?.spokeAtMs ?? startedAtMs } }
}

function nextStep(
  { followUpAfterMinutes, resolveAfterMinutes }: TenantConfig,
  last: IdleStep | undefined,
): { kind: IdleStep; minutes: number } | null {
  if (last === undefined && followUpAfterMinutes !== null) return { kind: 'follow-up', minutes: followUpAfterMinutes }
  if (last === 'resolve' || resolveAfterMinutes === null) return null
  return { kind: 'resolve', minutes: resolveAfterMinutes }
}
