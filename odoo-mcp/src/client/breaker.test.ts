import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Breaker } from './breaker.ts'
import { OdooFailure } from './odoo-failure.ts'

const silent = () => Promise.reject(new OdooFailure('unreachable'))
const refusing = () => Promise.reject(new OdooFailure('access'))

// requirement: alone.breaker
test('after five calls without an answer the sixth is not made, until fifteen seconds have passed', async () => {
  let nowMs = 0
  let asked = 0
  const breaker = new Breaker(() => nowMs)
  const answering = async () => {
    asked += 1
    return 'here'
  }
  for (let i = 0; i < 5; i++) await assert.rejects(breaker.guard(silent), OdooFailure)
  await assert.rejects(breaker.guard(answering), OdooFailure)
  assert.equal(asked, 0)
  nowMs = 15_000
  await assert.rejects(breaker.guard(silent), OdooFailure)
  await assert.rejects(breaker.guard(answering), OdooFailure)
  nowMs = 30_000
  assert.equal(await breaker.guard(answering), 'here')
  assert.equal(await breaker.guard(answering), 'here')
})

test('a refusal is an answer, and so is a caller who gives up none', async () => {
  const breaker = new Breaker(() => 0)
  const givenUp = () => Promise.reject(new DOMException('enough', 'AbortError'))
  for (let i = 0; i < 4; i++) await assert.rejects(breaker.guard(silent))
  for (let i = 0; i < 9; i++) await assert.rejects(breaker.guard(givenUp))
  await assert.rejects(breaker.guard(refusing))
  await assert.rejects(breaker.guard(silent))
  assert.equal(await breaker.guard(async () => 'here'), 'here')
})
