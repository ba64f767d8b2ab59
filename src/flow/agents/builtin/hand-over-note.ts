import type { Intent, Understanding } from '../../../domain/intent.ts'
import type { Language } from '../../../domain/language.ts'
import { say } from '../../../domain/messages/messages.ts'
import type { CustomerIdentity } from '../../../domain/tool.ts'
import type { Evidence, HandoverReason, Said } from '../../../domain/turn.ts'
import { lookedUp } from './looked-up.ts'
import { productsIn, talkOf } from './talk.ts'

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
  /** IANA name: days are told by the shop's clock. */
  readonly timezone?: string
}

const QUOTED = 200
const TOLD = 140
/** Lines of each side that are told; the whole conversation stands above the note. */
const MOST_LINES = 4

/**
 * The private note for the attendant who takes over, in Markdown: the case in one or two sentences, then one line a
 * fact. A line with nothing to say is not there.
 */
export function handoverNote(input: NoteInput): string {
  const { language, reason, understanding, attachments, evidence, timezone = 'America/Sao_Paulo' } = input
  const line = (label: string, value: string) => (value === '' ? [] : [`**${label}:** ${value}`])
  const found = lookedUp({ evidence, understanding, language, timezone })
  const isHelped = HELPED_BY_DOCUMENTS.includes(reason)
  const mood = understanding.sentiment === 'neutral' ? '' : say(language, `mood.${understanding.sentiment}`)
  return [
    `**${say(language, 'note.title')}**`,
    ...line(say(language, 'note.summary'), summaryOf(input)),
    ...line(say(language, 'note.reason'), say(language, `reason.${reason}`)),
    ...line(say(language, 'note.asked'), asked(input)),
    ...line(say(language, 'note.answered'), answered(input)),
    ...line(say(language, 'note.order'), found.order),
    ...line(say(language, 'note.link'), found.link),
    ...line(say(language, 'note.products'), found.products),
    ...line(say(language, 'note.tried'), [...found.missed, ...(isHelped ? found.passages : [])].join('; ')),
    ...line(say(language, 'note.mood'), mood),
    ...line(say(language, 'note.contact'), contactOf(input)),
    ...line(say(language, 'note.attachments'), attachments.map((each) => fileName(each)).join('; ')),
  ].join('\n')
}

/** Where the passage that came closest saves the attendant a search. */
const HELPED_BY_DOCUMENTS: readonly HandoverReason[] = ['low-confidence', 'complaint', 'claim-check', 'needs-person']

function summaryOf(input: NoteInput): string {
  const { language, reason, understanding, customer, text } = input
  const { slots } = understanding
  const intent = topicOf(input)
  const who = customer.name || say(language, 'someone')
  const order = slots.orderNumber ? ` ${say(language, 'sum.order', { number: slots.orderNumber })}` : ''
  const topic = say(language, `intent.${intent}`)
  switch (reason) {
    case 'purchase':
      return say(language, 'sum.purchase', { who, what: wantedIn(input) })
    case 'complaint':
      return say(language, 'sum.complaint', { who, order })
    case 'asked-for-human': {
      const isTopic = !['human', 'other', 'greeting', 'thanks'].includes(intent)
      const about =
        isTopic || order
          ? ` ${say(language, 'sum.about', { topic: isTopic ? topic : say(language, 'intent.order_status'), order })}`
          : ''
      return say(language, 'sum.human', { who }) + about
    }
    case 'attachment':
      if (text.trim() === '') return say(language, 'sum.attachment', { who, files: filesOf(input) })
  }
  const words = shortened(text, QUOTED)
  return intent === 'other' && words !== ''
    ? say(language, 'sum.wrote', { who, words })
    : say(language, 'sum.topic', { who, topic, order })
}

/** What it is about: what is said now, else what was talked of before. */
function topicOf({ understanding: { intent }, history }: NoteInput): Intent {
  return intent === 'other' ? (talkOf(history).topic ?? 'other') : intent
}

/** What is to be bought: the product found, how many of it. */
function wantedIn({ understanding, evidence, language }: NoteInput): string {
  const { quantity, product } = understanding.slots
  const name = lookedUp({ evidence, understanding, language, timezone: 'UTC' }).firstProduct ?? product
  if (name === undefined) return say(language, 'sum.something')
  return quantity === undefined ? name : `${quantity} × ${name}`
}

/** The customer's own words, oldest first, this turn last. */
function asked(input: NoteInput): string {
  const { text, history } = input
  const before = history.filter(({ by }) => by === 'customer').slice(1 - MOST_LINES)
  if (before.length === 0 && summaryOf(input).includes(shortened(text, QUOTED))) return ''
  return quotes([...before.map((said) => said.text), text])
}

/** What we told the customer before this turn: what need not be said again. Of a list only its names. */
function answered({ history }: NoteInput): string {
  const ours = history.filter(({ by }) => by === 'crew').slice(-MOST_LINES / 2)
  const told = ours.map(({ text }) => {
    const names = productsIn(text)
    return names.length > 0 ? names.join(', ') : shortened(text.split('\n\n').at(-1) ?? text, TOLD)
  })
  return [...new Set(told)].filter((each) => each !== '').join(' · ')
}

function quotes(texts: readonly string[]): string {
  const lines = texts.map((said) => shortened(said, QUOTED))
  const kept = lines.filter((said, i) => said !== '' && lines.lastIndexOf(said) === i)
  return kept.map((said) => `"${said}"`).join(' → ')
}

/** One plain line. */
function shortened(text: string, length: number): string {
  const line = text
    .replace(/[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return line.length > length ? `${line.slice(0, length).trimEnd()}…` : line
}

function contactOf({ language, customer }: NoteInput): string {
  const known = [customer.name, customer.phone, customer.email].filter((part) => part !== null && part !== '')
  return `${known.join(', ')}${known.length > 0 ? ' ' : ''}(${say(language, `identity.${customer.strength}`)})`
}

const KINDS = ['image', 'audio', 'video', 'location', 'contact'] as const

/** "um áudio e uma imagem"; attachments come as "audio: voice.ogg". */
function filesOf({ language, attachments }: NoteInput): string {
  const names = attachments.map((each) =>
    say(language, `file.${KINDS.find((kind) => each.startsWith(kind)) ?? 'file'}`),
  )
  return [...new Set(names)].join(` ${say(language, 'and')} `)
}

const fileName = (attachment: string): string => attachment.replace(/^\w+: (?=\S)/, '')
