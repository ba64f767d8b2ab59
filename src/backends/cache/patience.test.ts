import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from './contract.ts'
import { Patience } from './patience.ts'

const never = () => new Promise<never>(() => {})

function opened({
  probe = async () => false,
  quickMs = 10,
}: {
  probe?: () => Promise<boolean>
  quickMs?: number
} = {}) {
  const states: string[] = []
  const patience = new Patience({
    probe,
    onChange: (state, cause) => states.push(`${state}: ${cause}`),
    budgetMs: 20,
    quickMs,
    probeEveryMs: 1,
  })
  return { patience, states }
}

// requirement: alone.redis
test('a server that never answers is waited for once; after that nothing is even sent', async () => {
  const { patience, states } = opened()
  using _ = patience
  let sent = 0
  const ask = () =>
    patience.ask(() => {
      sent++
      return never()
    })
  assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [undefined, undefined, undefined])
  for (let i = 0; i < 100; i++) assert.equal(await ask(), undefined)
  assert.equal(sent, 3)
  assert.deepEqual(states, ['away: no answer in time'])
})

test('a lost connection is left at once, and taken again when a probe succeeds', async () => {
  let isUp = false
  const { patience, states } = opened({ probe: async () => isUp })
  using _ = patience
  const broken = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
  assert.equal(await patience.ask(() => Promise.reject(broken)), undefined)
  assert.equal(patience.isAway, true)
  isUp = true
  await until(async () => !patience.isAway)
  assert.equal(await patience.ask(async () => 'x'), 'x')
  assert.deepEqual(states, ['away: ECONNREFUSED', 'here: answers'])
})

test('answers that are slow one after another spend the budget, though none is lost', async () => {
  const { patience, states } = opened({ quickMs: -1 })
  using _ = patience
  let answers = 0
  await until(async () => {
    await patience.ask(async () => {
      await new Promise((resolve) => setImmediate(resolve))
      answers++
    })
    return patience.isAway
  })
  assert.ok(answers > 0)
  assert.deepEqual(states, ['away: answers slowly'])
})

test('a refused command is no reason to leave', async () => {
  const { patience } = opened()
  using _ = patience
  const refused = Object.assign(new Error('OOM'), { name: 'ReplyError' })
  assert.equal(await patience.ask(() => Promise.reject(refused)), undefined)
  assert.equal(patience.isAway, false)
})
