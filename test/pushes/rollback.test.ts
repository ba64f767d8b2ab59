import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backTo, nameOn, openTwoServers, push } from './two-servers.ts'

/** Longest that a server without Redis may believe an older version. */
const SEEN_MS = 2_000

test('a rollback on one server is in force on the other after two seconds, without Redis', async () => {
  await using servers = await openTwoServers()
  const { one, other, pass } = servers
  await push(one, 'Um')
  await push(one, 'Dois')
  assert.deepEqual([await nameOn(one), await nameOn(other)], ['Dois', 'Dois'])
  for (const [version, name] of [
    [1, 'Um'],
    [0, 'Arquivo'],
    [2, 'Dois'],
  ] as const) {
    await backTo(one, version)
    assert.equal(await nameOn(one), name, 'at once where it was asked for')
    pass(SEEN_MS)
    assert.equal(await nameOn(other), name)
  }
})
