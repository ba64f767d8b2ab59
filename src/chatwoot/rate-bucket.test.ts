import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Asker, RateBucket } from './rate-bucket.ts'

function clock() {
  let ms = 0
  return { now: () => ms, pass: (more: number) => (ms += more) }
}

const reply: Asker = { account: 1, priority: 'reply' }
const housekeeping: Asker = { account: 1, priority: 'housekeeping' }

/** How many of `count` asks are let through at once. */
async function letThrough(bucket: RateBucket, count: number, signal?: AbortSignal): Promise<number> {
  let through = 0
  for (let i = 0; i < count; i++)
    bucket.take(reply, signal).then(
      () => through++,
      () => {},
    )
  await Promise.resolve()
  return through
}

test('a second’s worth of requests goes at once, the rest waits', async () => {
  const bucket = new RateBucket(5, clock().now)
  assert.equal(await letThrough(bucket, 8), 5)
  bucket.close(new Error('done'))
})

test('a reply that comes later goes before housekeeping that waits', async () => {
  const { now, pass } = clock()
  const bucket = new RateBucket(100, now)
  await letThrough(bucket, 100)
  const order: string[] = []
  const first = bucket.take(housekeeping).then(() => order.push('housekeeping'))
  const second = bucket.take(reply).then(() => order.push('reply'))
  pass(10)
  await second
  pass(10)
  await first
  assert.deepEqual(order, ['reply', 'housekeeping'])
})

// requirement: apart.replies
test('a quiet account’s reply goes next, however many a loud one has waiting, and by its weight', async () => {
  const { now, pass } = clock()
  const bucket = new RateBucket(100, now, (account) => (account === 3 ? 2 : 1))
  await letThrough(bucket, 100)
  const order: number[] = []
  const waiting = [1, 1, 1, 1, 2, 3, 3, 3].map((account) =>
    bucket.take({ account, priority: 'reply' }).then(() => order.push(account)),
  )
  pass(80)
  await Promise.all(waiting)
  assert.equal(order.join(''), '23313111')
})

test('a 429 halves the rate once a second, down to one; twenty quiet seconds restore it', () => {
  const { now, pass } = clock()
  const bucket = new RateBucket(40, now)
  bucket.slowDown()
  bucket.slowDown()
  assert.equal(bucket.rate, 20)
  pass(1_000)
  bucket.slowDown()
  assert.equal(bucket.rate, 11)
  for (let i = 0; i < 10; i++) {
    bucket.slowDown()
    pass(1_000)
  }
  assert.ok(bucket.rate < 5)
  pass(20_000)
  assert.equal(bucket.rate, 40)
})

test('after a 429 nothing more goes at once', async () => {
  const bucket = new RateBucket(10, clock().now)
  bucket.slowDown()
  assert.equal(await letThrough(bucket, 3), 0)
  bucket.close(new Error('done'))
})

test('who gives up while waiting is told so and takes nobody’s place', async () => {
  const { now } = clock()
  const bucket = new RateBucket(1, now)
  await bucket.take(reply)
  const abort = new AbortController()
  const waiting = bucket.take(reply, abort.signal)
  abort.abort(new Error('taken over'))
  await assert.rejects(waiting, /taken over/)
  await assert.rejects(bucket.take(reply, abort.signal), /taken over/)
  bucket.close(new Error('done'))
})

test('closing tells everybody who waits', async () => {
  const bucket = new RateBucket(1, clock().now)
  await bucket.take(reply)
  const waiting = bucket.take(housekeeping)
  bucket.close(new Error('closing'))
  await assert.rejects(waiting, /closing/)
})
