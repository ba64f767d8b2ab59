import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { canBecome, OUTBOX_STATES, statesBefore } from './outbox.ts'

const source = readFileSync(new URL('./outbox.ts', import.meta.url), 'utf8')
const drawn = [...source.matchAll(/^ \* {3}(\w+) +──▶ (\w+(?: \| \w+)*) {2,}\S/gm)].flatMap(([, from, to]) =>
  to!.split(' | ').map((each) => `${from} ──▶ ${each}`),
)

test('the picture of an outbox row’s states is what its changes ask', () => {
  const allowed = OUTBOX_STATES.flatMap((from) =>
    OUTBOX_STATES.filter((to) => canBecome(from, to)).map((to) => `${from} ──▶ ${to}`),
  )
  assert.deepEqual(drawn.toSorted(), allowed.toSorted())
  assert.equal(new Set(drawn).size, drawn.length)
})

test('what failed or was dropped stays so, and what was sent is never sent again', () => {
  for (const to of OUTBOX_STATES)
    assert.ok(!statesBefore(to).includes('failed') && !statesBefore(to).includes('dropped'))
  assert.deepEqual(statesBefore('sending'), ['planned'])
  assert.deepEqual(statesBefore('planned'), ['sending', 'unknown'])
})
