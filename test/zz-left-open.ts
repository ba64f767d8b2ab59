/** Added to every run (scripts/run-tests.ts), the last by its name: the tests before it left nothing that holds a process. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

const HOLDS_A_PROCESS = new Set(['TCPServerWrap', 'PipeServerWrap', 'ProcessWrap', 'Worker'])
const isOpen = () => process.getActiveResourcesInfo().filter((kind) => HOLDS_A_PROCESS.has(kind))

test('nothing that the tests opened is left open', async () => {
  // What was closed is still there for a turn of the loop or two.
  for (let turns = 0; turns < 20 && isOpen().length > 0; turns++) await wait(50)
  assert.deepEqual(isOpen(), [])
})
