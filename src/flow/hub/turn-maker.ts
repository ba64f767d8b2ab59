import type { Store } from '../../backends/store/store.ts'
import { Failure, type FailureCode } from '../../base/failure.ts'
import { newId } from '../../base/id.ts'
import { openIdentity } from '../../chatwoot/identity.ts'
import { renderMessage, renderNote } from '../../chatwoot/render.ts'
import { type Surface, surfaceOf } from '../../chatwoot/surface.ts'
import type { ChannelKind } from '../../domain/channel-kind.ts'
import type { CrewPlan } from '../../domain/crew-plan.ts'
import { hoursNow } from '../../domain/hours.ts'
import type { TenantId } from '../../domain/ids.ts'
import { laneOf } from '../../domain/inbound.ts'
import { type InboxRow, type Lane, type LaneState, maySpeak } from '../../domain/lane.ts'
import type { Language } from '../../domain/language.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { LoadedConfig, TenantConfig } from '../../domain/tenant-config.ts'
import type { CrewResult, HandoverReason, HoursNow, Said, SilenceReason, TurnInput } from '../../domain/turn.ts'
import type { TurnRecord } from '../../domain/turn-record.ts'
import type { Asked, TurnMaker } from './asked.ts'
import { bareResult } from './bare-result.ts'
import { isContactFlood } from './contact-flood.ts'
import { gateOpensAt } from './gather.ts'
import { type Idle, idleIn, idleResult, isIdle, silenceAfter } from './idle.ts'
import { isLate } from './late.ts'
import { BRAKE_WINDOW, goesInCircles } from './loop-brake.ts'
import { withRating } from './rating.ts'
import { withShopLabels } from './shop-labels.ts'
import { knocking, type Remedy, remedyFor } from './undelivered.ts'

/** The crews, as the hub needs them. */
export interface CrewDesk {
  /** The plan for this configuration and channel; cached. @throws {Failure} CONFIG_INVALID */
  plan(config: LoadedConfig, channel: ChannelKind): Promise<CrewPlan>
  /** Never throws for what a model or a tool does; throws the signal's reason when it aborts. */
  run(
    ask: { plan: CrewPlan; input: TurnInput; config: LoadedConfig; isFallback: boolean },
    options: { signal: AbortSignal },
  ): Promise<CrewResult>
  /** What is said to the customer and told the attendants when a human has to go on. */
  handOver(ask: {
    reason: HandoverReason
    language: Language
    hours: HoursNow
    text: string
    says: boolean
  }): readonly OutboundAction[]
  looksFinished(text: string): boolean
  knowledgeHash(tenant: TenantId): string
}

export interface TurnMakerDeps {
  readonly store: Store
  readonly crews: CrewDesk
  /** @throws {Failure} CONFIG_INVALID */
  readonly config: (tenant: TenantId) => Promise<LoadedConfig>
  readonly now: () => number
  /** How the conversation came to its tenant; a fallback's crew has no tools. Absent: by its account. */
  readonly viaOf?: (state: LaneState) => 'inbox' | 'account' | 'fallback'
  /** Whether the tenant's crew is stopped: nothing is said, and what comes goes to humans. */
  readonly isPaused?: (tenant: TenantId) => boolean
  /** Whether its API inbox is a WhatsApp gateway, whose numbers are proven. */
  readonly isGateway?: (state: LaneState) => boolean
  /** From when on a message is late, in the place of the tenant's own limit: a load kit replays old ones. */
  readonly lateAfterMs?: number | undefined
  /** Shows the customer that somebody writes, where they can see it; returns what ends it. */
  readonly showTyping?: (lane: Lane, channel: ChannelKind) => () => void
}

/** Lines of the conversation an agent is shown. */
const WINDOW = 20

/** Makes one turn out of a lane's open rows. */
export class CrewTurnMaker implements TurnMaker {
  readonly #deps: TurnMakerDeps

  constructor(deps: TurnMakerDeps) {
    this.#deps = deps
  }

  async gate({ lane, state, rows }: Asked): Promise<number> {
    if (!maySpeak(state) || this.#deps.isPaused?.(lane.tenant)) return 0
    const { config } = await this.#deps.config(lane.tenant)
    return gateOpensAt({ rows, quietMs: config.quietMs, looksFinished: this.#deps.crews.looksFinished })
  }

  async make(asked: Asked, { signal }: { signal: AbortSignal }): Promise<TurnRecord> {
    const idle = idleIn(asked.rows)
    if (idle) return this.#idle(asked, idle)
    const spoken = asked.rows.filter((row) => !isIdle(row))
    const record = await this.#makeSpoken({ ...asked, rows: spoken }, signal)
    // Whoever has written is not asked whether they are still there.
    return { ...record, answers: asked.rows.map(({ id }) => id) }
  }

  async #makeSpoken(asked: Asked, signal: AbortSignal): Promise<TurnRecord> {
    const startedAtMs = this.#deps.now()
    if (asked.rows.some(({ event }) => event.kind === 'delivery-failed')) return this.#undelivered(asked, startedAtMs)
    const silence = reasonForSilence(asked)
    if (silence) return this.#record(asked, { startedAtMs, result: bareResult('silent', silence, 'pt-BR') })
    if (this.#deps.isPaused?.(asked.lane.tenant))
      return this.#handOver(asked, { reason: 'paused', says: false, parkCause: null })
    const loaded = await this.#deps.config(asked.lane.tenant)
    const afterMs = this.#deps.lateAfterMs ?? loaded.config.lateAfterMinutes * 60_000
    if (isLate(asked.rows, { afterMs, nowMs: startedAtMs }))
      return this.#handOver(asked, { reason: 'late', says: true, parkCause: null })
    const store = this.#deps.store.for(asked.lane.tenant)
    if (await isContactFlood(store, asked, startedAtMs))
      return this.#handOver(asked, { reason: 'flood', says: true, parkCause: null })
    const history = await store.said(asked.lane, BRAKE_WINDOW)
    if (goesInCircles({ history, text: textOf(asked.rows), messages: asked.rows.length, nowMs: startedAtMs }))
      return this.#handOver(asked, { reason: 'loop', says: true, parkCause: null })
    const plan = await this.#deps.crews.plan(loaded, asked.state.seen.channel)
    const id = newId(startedAtMs)
    const input = await this.#input(asked, { id, loaded, history, startedAtMs })
    const isFallback = this.#deps.viaOf?.(asked.state) === 'fallback'
    const stopTyping = this.#deps.showTyping?.(asked.lane, asked.state.seen.channel)
    const result = await this.#deps.crews
      .run({ plan, input, config: loaded, isFallback }, { signal })
      .finally(stopTyping)
    const { channel } = asked.state.seen
    const rated = withRating({ result, config: loaded.config, channel, crew: plan.type, text: input.text })
    const actions = withShopLabels(rated, loaded.config.labels)
    return this.#record(asked, { id, startedAtMs, result: { ...result, actions }, plan, config: loaded.config })
  }

  /** Nobody has said anything: what the tenant's rules want, while the crew has the conversation. */
  async #idle(asked: Asked, idle: Idle): Promise<TurnRecord> {
    const { lane, state } = asked
    const startedAtMs = this.#deps.now()
    const loaded = await this.#deps.config(lane.tenant).catch(() => null)
    if (!loaded || !maySpeak(state) || this.#deps.isPaused?.(lane.tenant))
      return this.#record(asked, { startedAtMs, result: bareResult('silent', 'idle', idle.language) })
    const { config } = loaded
    const { channel } = state.seen
    const result = idleResult({ idle, config, channel, nowMs: startedAtMs })
    const actions = withRating({ result, config, channel, crew: 'customer_service', text: '' })
    return this.#record(asked, { startedAtMs, result: { ...result, actions }, config, idle })
  }

  giveUp(asked: Asked, error: unknown): Promise<TurnRecord> {
    const code: FailureCode = error instanceof Failure ? error.code : 'BUG'
    const reason = REASONS[code] ?? 'bug'
    const parkCause = error instanceof Failure ? `${error.code}: ${error.message}` : `BUG: ${String(error)}`
    // Where nothing may be read, a human may be speaking.
    const says = asked.rows.some(({ event }) => event.kind !== 'hint')
    return this.#handOver(asked, { reason, says, parkCause })
  }

  /** A closed window may be knocked at, while the crew has the conversation; anything else is a human's. */
  async #undelivered(asked: Asked, startedAtMs: number): Promise<TurnRecord> {
    const { lane, state, rows } = asked
    const mayKnock = maySpeak(state) && !this.#deps.isPaused?.(lane.tenant)
    const remedy = mayKnock ? await this.#remedy(asked, startedAtMs) : null
    switch (remedy?.kind) {
      case 'knock':
        return this.#record(asked, { startedAtMs, result: knocking(remedy, rows), marker: remedy.marker })
      case 'knocked':
        return this.#record(asked, { startedAtMs, result: bareResult('silent', 'window-closed', 'pt-BR') })
      default:
        return this.#handOver(asked, { reason: 'delivery-failed', says: false, parkCause: null })
    }
  }

  async #remedy({ lane, state, rows }: Asked, nowMs: number): Promise<Remedy> {
    const loaded = await this.#deps.config(lane.tenant).catch(() => null)
    const store = this.#deps.store.for(lane.tenant)
    return remedyFor({ store, rows, seen: state.seen, config: loaded?.config ?? null, nowMs })
  }

  /** In the shop's own language and hours, where its configuration loads. */
  async #handOver(
    asked: Asked,
    { reason, says, parkCause }: { reason: HandoverReason; says: boolean; parkCause: string | null },
  ): Promise<TurnRecord> {
    const startedAtMs = this.#deps.now()
    const loaded = await this.#deps.config(asked.lane.tenant).catch(() => null)
    const language = loaded?.config.language ?? 'pt-BR'
    const hours = hoursNow(loaded?.config.hours ?? null, language, startedAtMs)
    const told = loaded ? { nowMs: startedAtMs } : {}
    const ours = this.#deps.crews.handOver({ reason, language, hours, text: textOf(asked.rows), says, ...told })
    const actions = withShopLabels(ours, loaded?.config.labels)
    return this.#record(asked, { startedAtMs, result: bareResult('handed-over', reason, language, actions), parkCause })
  }

  async #input(
    { state, rows }: Asked,
    {
      id,
      loaded,
      history,
      startedAtMs,
    }: { id: string; loaded: LoadedConfig; history: readonly Said[]; startedAtMs: number },
  ): Promise<TurnInput> {
    const { config } = loaded
    const identityOf = await openIdentity()
    return {
      turnId: id,
      channel: state.seen.channel,
      customer: identityOf(
        { seen: state.seen, signed: true },
        { isWhatsAppGateway: this.#deps.isGateway?.(state) ?? false },
      ),
      text: textOf(rows),
      attachments: rows.flatMap(({ event }) =>
        event.kind === 'customer-message' ? event.attachments.map(({ kind, label }) => `${kind}: ${label}`) : [],
      ),
      history: history.slice(-WINDOW),
      isFirstTurn: state.turns === 0,
      nowMs: startedAtMs,
      hours: hoursNow(config.hours, config.language, startedAtMs),
    }
  }

  #record(
    asked: Asked,
    made: {
      id?: string
      startedAtMs: number
      result: CrewResult
      plan?: CrewPlan
      parkCause?: string | null
      /** Of the one message, where it has a name of its own. */
      marker?: string
      /** Given where silence may follow that the tenant's rules end. */
      config?: TenantConfig
      /** Which silence this turn ended. */
      idle?: Idle
    },
  ): TurnRecord {
    const { lane, state, rows } = asked
    const { result, plan, startedAtMs } = made
    const { crews, now } = this.#deps
    return {
      id: made.id ?? newId(startedAtMs),
      lane,
      channel: state.seen.channel,
      crewType: plan?.type ?? 'customer_service',
      contact: state.seen.contact?.id ?? null,
      engine: result.engine ?? 'built-in',
      configHash: plan?.configHash ?? '',
      planHash: plan ? `${plan.type}:${plan.channel}` : '',
      knowledgeHash: crews.knowledgeHash(lane.tenant),
      text: textOf(rows),
      result,
      actions: result.actions
        .flatMap((action) => rendered(action, surfaceOf(state.seen)))
        .map((action) => ({ marker: made.marker ?? onceMarker(lane, action) ?? newId(now()), action })),
      answers: rows.map(({ id }) => id),
      startedAtMs,
      gateMs: Math.max(0, startedAtMs - Math.max(...rows.map(({ receivedAtMs }) => receivedAtMs))),
      crewMs: now() - startedAtMs,
      parkCause: made.parkCause ?? null,
      handsOver: result.outcome === 'handed-over',
      ...silenceAfter(made),
    }
  }
}

/** Which of our own failures a person is told as what. */
const REASONS: Readonly<Partial<Record<FailureCode, HandoverReason>>> = {
  CONFIG_INVALID: 'config-invalid',
  MODEL_BUSY: 'model-failed',
  MODEL_REFUSED: 'model-failed',
  TOOL_FAILED: 'tool-failed',
  TURN_TIMEOUT: 'timeout',
  CHATWOOT_FORBIDDEN: 'unreadable',
  CHATWOOT_GONE: 'unreadable',
  CHATWOOT_REFUSED: 'unreadable',
}

function reasonForSilence({ state, rows }: Asked): SilenceReason | null {
  if (!maySpeak(state)) return 'human-has-it'
  const skips = rows.map(({ event }) =>
    event.kind === 'customer-message' ? event.skip : isRating(event) ? ('rated' as const) : null,
  )
  return skips.every((skip) => skip !== null) ? (skips[0] ?? null) : null
}

function textOf(rows: readonly InboxRow[]): string {
  return rows
    .flatMap(({ event }) => {
      if (event.kind === 'customer-message') return event.skip === null ? [event.text] : []
      return event.kind === 'customer-answered' && !isRating(event) ? event.values.map(({ title }) => title) : []
    })
    .filter((text) => text !== '')
    .join('\n')
}

/** Stars and a remark are for the shop's statistics; whoever wants an answer writes. */
const isRating = (event: InboxRow['event']): boolean => event.kind === 'customer-answered' && event.rating !== null

/** What is done once in a conversation, whichever turn plans it; null: it may be done again. */
const onceMarker = (lane: Lane, { kind }: OutboundAction): string | null =>
  kind === 'csat' ? `csat:${laneOf(lane)}` : null

/** What is posted, to the letter: rendered and split for the channel, Liquid-escaped. */
function rendered(action: OutboundAction, surface: Surface): readonly OutboundAction[] {
  if (action.kind === 'message') return renderMessage(action, surface).map((part) => ({ kind: 'message', ...part }))
  return action.kind === 'note' || action.kind === 'csat' ? [{ ...action, text: renderNote(action.text) }] : [action]
}
