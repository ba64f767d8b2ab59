import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from './base/failure.ts'
import { checkTroubles } from './check-troubles.ts'

test('what stops a connection is a problem of its own, and a right that is missing a note', () => {
  const troubles = new Map([
    ['a', { kind: 'token', failure: new Failure('CHATWOOT_UNAUTHORIZED', { token: 'bot' }) }],
    ['b', { kind: 'address', failure: new Failure('CHATWOOT_ASTRAY', { problem: 'its certificate is not good' }) }],
    ['c', { kind: 'rights', failure: new Failure('CHATWOOT_FORBIDDEN', { why: 'labels' }) }],
  ] as const)
  const told = checkTroubles({ troubles })
  assert.deepEqual(
    told.map(({ what, status }) => [what, status]),
    [
      ['connection a', 'problem'],
      ['connection b', 'problem'],
      ['connection c', 'note'],
    ],
  )
  assert.match(told[0]?.says ?? '', /customers wait.*refuses the bot token/)
  assert.match(told[1]?.says ?? '', /certificate is not good/)
})
