import assert from 'node:assert/strict'
import { test } from 'node:test'
import { render, renderNote } from '../src/chatwoot/render.ts'
import { splitText } from '../src/chatwoot/split.ts'
import { surfaceOf } from '../src/chatwoot/surface.ts'
import { builtin } from '../src/flow/agents/builtin/builtin.ts'
import { harmless } from '../src/flow/agents/fence.ts'
import { masked } from '../src/flow/agents/masked.ts'
import { claimsIn } from '../src/flow/crews/claims/claims.ts'

/** What a customer may send, or a model be talked into, over and over until the text is full. */
const REPEATED = [
  ...[
    'x',
    '1',
    'e ',
    'a e b ',
    '[',
    '[a](',
    '(',
    '.',
    '@',
    'a@',
    'a.',
    '-',
    'a-',
    'a--',
    '- a: ',
    '1 ',
    '1.',
    '1,',
    '1/',
    '# ',
  ],
  ...[
    '*',
    '_',
    '`',
    '~~',
    '<',
    '\n',
    ' ',
    '\t',
    '| ',
    '|\n-|\n\n',
    '> ',
    '```\n',
    '`a\n',
    '**a ',
    '__a ',
    '~~a ',
    '<a ',
    '<tel:',
  ],
  ...[
    'a1',
    'é',
    '"',
    '!',
    'www.',
    'http://',
    'R$',
    'sr. ',
    'mesa ',
    'oi, ',
    'pedido ',
    'mande ',
    '\\',
    '{',
    '\ud83d\ude00',
  ],
]
/** What stands before and behind it: a pattern that almost fitted finds out at the end that it does not. */
const AROUND: readonly (readonly [before: string, behind: string])[] = [
  ['', ''],
  ['', ' x@'],
  ['# a', 'x'],
  ['http://a', '|x'],
]

const surfaces = (['whatsapp', 'web', 'sms'] as const).map((channel) =>
  surfaceOf({ channel, contact: null, isApiInbox: false }),
)
const context = { nowMs: Date.parse('2026-11-23T12:00:00Z'), timezone: 'America/Sao_Paulo', language: 'pt-BR' } as const

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'what a customer wants': (text) => builtin.understand(text, context),
  'what was said before': (text) =>
    builtin.understand('e o azul?', { ...context, history: [{ by: 'customer', text, atMs: 0 }] }),
  'the claims of a text': claimsIn,
  'a text for a channel': (text) => surfaces.map((surface) => render(text, surface)),
  'a note': renderNote,
  'a text in parts': (text) => splitText(text, 2_000),
  'a text in a fence': harmless,
  'a text in the trace': masked,
}

for (const [name, read] of Object.entries(READERS))
  test(`eight times the text takes about eight times as long to read: ${name}`, () => {
    for (const unit of REPEATED)
      for (const [start, end] of AROUND) {
        const filled = (length: number) => `${start}${unit.repeat(length / unit.length)}${end}`
        assert.ok(isInProportion(read, filled(8_192), filled(65_536)), `${start}…${JSON.stringify(unit)}…${end}`)
      }
  })

/** Twice as long as in proportion is allowed for; then it is looked at again. */
function isInProportion(read: (text: string) => unknown, short: string, long: string): boolean {
  return Array.from({ length: 4 }).some(() => msOf(read, long) <= 16 * msOf(read, short) + FLOOR_MS)
}
const FLOOR_MS = 150

/** Of this thread's own time: what else the machine does is not counted. */
function msOf(read: (text: string) => unknown, text: string): number {
  const start = process.threadCpuUsage()
  read(text)
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1_000
}
