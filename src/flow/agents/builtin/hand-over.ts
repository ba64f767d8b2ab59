import type { Understanding } from '../../../domain/intent.ts'
import type { Language } from '../../../domain/language.ts'
import { when } from '../../../domain/messages/format.ts'
import { say } from '../../../domain/messages/messages.ts'
import type { Tone } from '../../../domain/messages/words.ts'
import type { CustomerIdentity } from '../../../domain/tool.ts'
import type { Evidence, HandoverReason, HoursNow, Said } from '../../../domain/turn.ts'
import { foundProducts, orderStatus } from './answers/tool-results.ts'

/** What the customer is told, and from when a person can be there. */
export function handoverSentence(given: {
  readonly language: Language
  readonly tone: Tone
  readonly reason: HandoverReason
  readonly hours: HoursNow
  readonly nowMs: number
}): string {
  const { language, tone, reason, hours, nowMs } = given
  const first = say(language, OPENINGS[reason] ?? 'handover.trouble', { tone })
  return `${first} ${waitOf({ language, tone, hours, nowMs })}`
}

const OPENINGS: Partial<
  Record<
    HandoverReason,
    'handover.asked' | 'handover.doubt' | 'handover.complaint' | 'handover.attachment' | 'handover.late'
  >
> = {
  'asked-for-human': 'handover.asked',
  'low-confidence': 'handover.doubt',
  'claim-check': 'handover.doubt',
  budget: 'handover.doubt',
  loop: 'handover.doubt',
  complaint: 'handover.complaint',
  attachment: 'handover.attachment',
  late: 'handover.late',
}

function waitOf({ language, tone, hours, nowMs }: Omit<Parameters<typeof handoverSentence>[0], 'reason'>): string {
  if (hours.isOpen) return say(language, 'handover.open', { tone })
  if (!hours.opensAt) return say(language, 'handover.closedUnknown', { tone })
  const back = when(language, hours.opensAt, { nowMs, timezone: hours.timezone })
  return say(language, 'handover.closed', { tone, when: back })
}

export interface NoteInput {
  /** The tenant's: attendants read it. */
  readonly language: Language
  readonly reason: HandoverReason
  readonly understanding: Understanding
  /** The customer's last messages. */
  readonly text: string
  readonly history: readonly Said[]
  readonly customer: CustomerIdentity
  readonly evidence: Evidence
  readonly attachments: readonly string[]
}

const QUOTED = 300

/** The private note for the attendant who takes over, in Markdown: one line a fact. */
export function handoverNote(input: NoteInput): string {
  const { language, reason, understanding, attachments } = input
  const line = (label: string, value: string) => (value === '' ? [] : [`**${label}:** ${value}`])
  const hasMood = understanding.sentiment !== 'neutral'
  return [
    `**${say(language, 'note.title')}**`,
    ...line(say(language, 'note.reason'), say(language, `reason.${reason}`)),
    ...line(say(language, 'note.summary'), summaryOf(input)),
    ...line(say(language, 'note.intent'), say(language, `intent.${understanding.intent}`)),
    ...line(say(language, 'note.mood'), hasMood ? say(language, `mood.${understanding.sentiment}`) : ''),
    ...line(say(language, 'note.order'), understanding.slots.orderNumber ?? ''),
    ...line(say(language, 'note.tried'), triedIn(input).join('; ')),
    ...line(say(language, 'note.contact'), contactOf(input)),
    ...line(say(language, 'note.attachments'), attachments.join('; ')),
  ].join('\n')
}

/** What the customer said lately, oldest first, this turn last. */
function summaryOf({ text, history }: NoteInput): string {
  const before = history.filter(({ by }) => by === 'customer').slice(-3)
  const lines = [...before.map((said) => said.text), text].map((said) => said.replace(/\s+/g, ' ').trim())
  const kept = lines.filter((said, i) => said !== '' && lines.lastIndexOf(said) === i)
  return kept.map((said) => `"${said.length > QUOTED ? `${said.slice(0, QUOTED)}…` : said}"`).join(' → ')
}

function triedIn({ language, evidence, understanding }: NoteInput): string[] {
  const passage = evidence.passages[0]?.passage
  const title = passage?.question?.split('|')[0]?.trim() ?? passage?.titles.at(-1)
  const fromTools = evidence.tools.map(({ tool, result }) => {
    const one = { passages: [], tools: [{ tool, result }] }
    if (!result.ok) return say(language, 'tried.toolFailed', { tool })
    const products = foundProducts(one, undefined)
    if (products.kind === 'answer')
      return say(language, 'tried.products', { query: products.data.query, count: products.data.products.length })
    const order = orderStatus(one, undefined)
    if (order.kind !== 'answer') return say(language, 'tried.tool', { tool })
    const number = order.data.order?.number ?? understanding.slots.orderNumber ?? ''
    return say(language, 'tried.order', { number, found: order.data.found })
  })
  const read = passage
    ? [say(language, 'tried.passage', { title: title ?? passage.source, source: passage.source })]
    : []
  const tried = [...fromTools, ...read]
  return tried.length > 0 ? tried : [say(language, 'tried.nothing')]
}

function contactOf({ language, customer }: NoteInput): string {
  const known = [customer.name, customer.phone, customer.email].filter((part) => part !== null && part !== '')
  return `${known.join(', ')}${known.length > 0 ? ' ' : ''}(${say(language, `identity.${customer.strength}`)})`
}
