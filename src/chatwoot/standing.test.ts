import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verdictOf } from './answer.ts'
import { Standing, type Trouble } from './standing.ts'

const answered = (status: number, text: string, location: string | null = null) =>
  ({ kind: 'answered', status, text, location }) as const
const WELL = answered(200, '{}')
const REVOKED = answered(401, '{"error":"Invalid Access Token"}')
const NO_RIGHT = answered(401, '{"error":"Access to this endpoint is not authorized for bots"}')

function connection() {
  const told: (Trouble['kind'] | null)[] = []
  let elapsedMs = 0
  const standing = new Standing({
    elapsedMs: () => elapsedMs,
    tell: (trouble) => void told.push(trouble?.kind ?? null),
  })
  return {
    told,
    standing,
    hears: (answer: Parameters<typeof verdictOf>[0], token: 'bot' | 'user' = 'bot') =>
      standing.note(token, verdictOf(answer, token)),
    pass: (ms: number) => {
      elapsedMs += ms
    },
  }
}

test('a revoked token stops its calls, but for one in fifteen seconds, and is told once; the other token goes on', () => {
  const { told, standing, hears, pass } = connection()
  hears(REVOKED)
  hears(REVOKED)
  assert.equal(standing.refusal('bot')?.code, 'CHATWOOT_UNAUTHORIZED')
  assert.equal(standing.refusal('user'), null)
  pass(15_000)
  assert.deepEqual([standing.refusal('bot'), standing.refusal('bot')?.code], [null, 'CHATWOOT_UNAUTHORIZED'])
  hears(WELL)
  assert.equal(standing.refusal('bot'), null)
  assert.deepEqual(told, ['token', null])
})

test('what a token may not do stops nothing', () => {
  const { told, standing, hears } = connection()
  hears(NO_RIGHT)
  assert.equal(standing.refusal('bot'), null)
  assert.deepEqual(told, [])
})

const STRANGERS = [
  ['a page', answered(200, '<html>')],
  ['a redirect', answered(301, '', 'https://chat.example/')],
  ['a proxy’s 404', answered(404, '<html>')],
  ['a bad certificate', { kind: 'unsent', cause: Object.assign(new Error(), { code: 'CERT_HAS_EXPIRED' }) }],
] as const
for (const [name, answer] of STRANGERS)
  test(`${name} is not Chatwoot's: both tokens are kept to ourselves until it is`, () => {
    const { told, standing, hears, pass } = connection()
    hears(answer, 'user')
    assert.equal(standing.refusal('bot')?.code, 'CHATWOOT_ASTRAY')
    assert.equal(standing.refusal('user')?.code, 'CHATWOOT_ASTRAY')
    pass(15_000)
    assert.equal(standing.refusal('bot'), null)
    hears(WELL)
    assert.equal(standing.refusal('user'), null)
    assert.deepEqual(told, ['address', null])
  })

test('a minute of 5xx or of nothing is told once and stops nothing; a 429 is no silence', () => {
  const { told, standing, hears, pass } = connection()
  for (let second = 0; second < 120; second += 1) {
    hears(second % 2 === 0 ? answered(502, 'Bad Gateway') : { kind: 'lost', cause: new Error('reset') })
    pass(1_000)
  }
  assert.equal(standing.refusal('bot'), null)
  assert.deepEqual(told, ['silence'])
  hears(answered(429, 'Retry later'))
  assert.deepEqual(told, ['silence', null])
})
