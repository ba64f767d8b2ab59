import type { TenantStore, Undelivered } from '../../backends/store/store.ts'
import { isWindowClosed } from '../../chatwoot/delivery-error.ts'
import { isTwilioWhatsApp } from '../../chatwoot/surface.ts'
import type { ConversationSeen } from '../../domain/inbound.ts'
import type { InboxRow } from '../../domain/lane.ts'
import type { Language } from '../../domain/language.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { TenantConfig } from '../../domain/tenant-config.ts'
import type { CrewResult } from '../../domain/turn.ts'
import { fillTemplate, nameFacts, templateIn } from '../../domain/window-template.ts'
import { bareResult } from './bare-result.ts'

/** What is done about what could not be delivered. */
export type Remedy =
  /** A template is said in its place: the customer may answer it, which opens the window. */
  | { readonly kind: 'knock'; readonly action: OutboundAction; readonly marker: string; readonly language: Language }
  /** A template was said already, and the customer has not answered yet. */
  | { readonly kind: 'knocked' }
  | { readonly kind: 'human' }

export interface Undeliverable {
  readonly store: Pick<TenantStore, 'undelivered'>
  readonly rows: readonly InboxRow[]
  readonly seen: ConversationSeen
  /** Null: it does not load. */
  readonly config: TenantConfig | null
  readonly nowMs: number
}

const HUMAN: Remedy = { kind: 'human' }
/** An answer to a template opens the window for so long. What finds it closed meanwhile is not helped by another one. */
const WINDOW_MS = 24 * 3_600_000

/**
 * A closed window is answered with the shop's template, where it has one that can be filled: one for each time the
 * customer wrote, however many parts of an answer failed, and none for a template that failed itself. Everything else is
 * a human's.
 */
export async function remedyFor({ store, rows, seen, config, nowMs }: Undeliverable): Promise<Remedy> {
  const [row] = rows
  const failures = rows.map(({ event }) => (event.kind === 'delivery-failed' ? event : null))
  const isWindow = failures.every((failure) => failure !== null && isWindowClosed(failure.error))
  if (!row || !isWindow || seen.channel !== 'whatsapp' || seen.isApiInbox) return HUMAN
  const [failed, ...others] = await knownOf(store, row, failures)
  if (!failed || ![failed, ...others].every(isWorthAKnock)) return HUMAN
  if (failed.knockState !== null) return ENDED.has(failed.knockState) ? HUMAN : { kind: 'knocked' }
  if (failed.knockedAtMs !== null && nowMs - failed.knockedAtMs < WINDOW_MS) return HUMAN
  const knock = config && knockIn(config, { language: failed.language ?? config.language, seen })
  return knock ? { kind: 'knock', marker: failed.knock, ...knock } : HUMAN
}

/** The turn that says a template in the place of what the window kept from the customer. */
export function knocking({ action, language }: Remedy & { kind: 'knock' }, rows: readonly InboxRow[]): CrewResult {
  const template = action.kind === 'message' ? action.template : undefined
  const request = rows.map(({ event }) => (event.kind === 'delivery-failed' ? event : null))
  const step = { agent: 'reply', task: 'window', kind: 'compose', startMs: 0, ms: 0, error: null } as const
  const steps = [{ ...step, request, response: template }]
  return { ...bareResult('answered', 'window-closed', language, [action]), steps }
}

/** A human took over before it was said, or it failed and calls a human itself. */
const ENDED: ReadonlySet<string> = new Set(['failed', 'dropped'])

/** Words that the customer waits for. What was planned after them by another turn was dropped with them. */
const isWorthAKnock = ({ action, isLatest }: Undelivered): boolean =>
  isLatest && action.kind === 'message' && !action.template

/** Those that are known to be ours: a message that Chatwoot never took has no number. */
async function knownOf(
  store: Undeliverable['store'],
  row: InboxRow,
  failures: readonly ({ readonly messageId: number } | null)[],
) {
  const found = await Promise.all(failures.map((failure) => failure && store.undelivered(row, failure.messageId)))
  return found.filter((each) => each !== null)
}

/** In the conversation's language, else in the shop's. */
function knockIn(
  config: TenantConfig,
  { language, seen }: { language: Language; seen: ConversationSeen },
): { action: OutboundAction; language: Language } | null {
  const template = templateIn(config.service.windowTemplates ?? [], [language, config.language])
  const names = nameFacts(seen.contact?.name ?? null)
  const filled = template && fillTemplate(template, { ...names, shop_name: config.name })
  if (!filled) return null
  const use = isTwilioWhatsApp(seen) ? ({ ...filled.template, isTwilio: true } as const) : filled.template
  return { action: { kind: 'message', text: filled.text, buttons: [], image: null, template: use }, language }
}
