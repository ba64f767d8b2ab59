import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { deadline, isAbort, pause } from './deadline.ts'
import { FAILURES, Failure, type FailureCode, failureBody } from './failure.ts'
import { newId } from './id.ts'
import { Secret } from './secret.ts'

// requirement: private.secrets-never-print
test('a secret prints as [secret] wherever it is printed, and tells itself only when asked', () => {
  const secret = new Secret('hunter-2')
  const holder = { key: secret, list: [secret] }
  const printed = [
    `${secret}`,
    JSON.stringify(holder),
    inspect(holder, { showHidden: true, depth: 5 }),
    secret.toString(),
  ]
  for (const text of printed) {
    assert.match(text, /\[secret\]/)
    assert.doesNotMatch(text, /hunter-2/)
  }
  assert.deepEqual(Object.keys(secret), [])
  assert.equal(secret.reveal(), 'hunter-2')
})

test('a failure has its code, its HTTP answer, whether to try again, a sentence and its cause', () => {
  const cause = new Error('ECONNRESET')
  const failure = new Failure('CHATWOOT_BUSY', { status: 0 }, { cause })
  assert.equal(failure.code, 'CHATWOOT_BUSY')
  assert.equal(failure.http, 503)
  assert.equal(failure.retry, true)
  assert.equal(failure.message, 'Chatwoot answered nothing')
  assert.equal(failure.cause, cause)
})

test('every failure has a sentence of its own', () => {
  const details = new Proxy({}, { get: (_, name) => String(name) }) as never
  const said = (Object.keys(FAILURES) as FailureCode[]).map((code) => new Failure(code, details).message)
  assert.equal(new Set(said).size, said.length)
  for (const sentence of said) assert.match(sentence, /\S{2}.*\S/)
})

// requirement: plain.refusals
test('a caller is shown a code and a sentence of what we foresaw, and nothing of a bug', () => {
  assert.deepEqual(failureBody(new Failure('UNKNOWN_ACCOUNT', { account: 7 })), {
    status: 422,
    body: {
      error: {
        code: 'UNKNOWN_ACCOUNT',
        message: 'Chatwoot account 7 belongs to no tenant: add it to chatwoot_mapping.yaml or set a fallback',
      },
    },
  })
  const shown = failureBody(new TypeError('cannot read password of undefined'))
  assert.equal(shown.status, 500)
  assert.doesNotMatch(JSON.stringify(shown), /password|TypeError|at /)
})

/** Runs the real log in a process of its own, since it writes to stdout. */
const logged = (code: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8', cwd: import.meta.dirname })

// requirement: private.logs-redacted
test('the log hides words, names and secrets, and keeps ids and codes', () => {
  const text = logged(`
    import { openLog } from './log.ts'
    import { Secret } from './secret.ts'
    const log = openLog('info')
    log.info({ token: 'canary-1', tenant: 'cosmetics/account_1', code: 'MODEL_BUSY' }, 'one')
    log.warn({ event: { text: 'canary-2', kind: 'hint' }, contact: { phone: 'canary-3', email: 'canary-4' } }, 'two')
    log.error({ call: { request: { body: 'canary-5', authorization: 'canary-6' } }, key: new Secret('canary-7') }, 'three')
  `)
  assert.doesNotMatch(text, /canary/)
  for (const kept of ['cosmetics/account_1', 'MODEL_BUSY', 'hint', 'one', 'two', 'three'])
    assert.match(text, new RegExp(kept))
})

test('ids sort by their time and are never the same', () => {
  const ids = [1_000, 2_000, 2_000, 1_764_000_000_000].map(newId)
  assert.deepEqual(ids.slice(0, 2).sort(), ids.slice(0, 2))
  assert.equal(new Set(ids).size, ids.length)
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a deadline ends by itself or with the one around it, and its reason tells which', async () => {
  const outer = new AbortController()
  const inner = deadline(60_000, outer.signal)
  outer.abort(new DOMException('a newer message', 'AbortError'))
  assert.ok(inner.aborted && isAbort(inner.reason))
  const short = deadline(1)
  await new Promise((resolve) => short.addEventListener('abort', resolve, { once: true }))
  assert.equal((short.reason as Error).name, 'TimeoutError')
  assert.equal(isAbort(new Error('of the work itself')), false)
})

test('a pause that is aborted ends at once and does not throw', async () => {
  const abort = new AbortController()
  const paused = pause(60_000, abort.signal)
  abort.abort()
  await paused
  await pause(60_000, abort.signal)
})
