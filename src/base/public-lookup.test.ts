import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LookupFunction, publicLookup } from './public-lookup.ts'

/** What a socket is given for a name whose server answers this, one answer each time it is asked. */
function opened(...answers: readonly (readonly string[] | Error)[]) {
  const left = [...answers]
  const resolve: LookupFunction = (_, options, done) => {
    assert.equal(options.all, true, 'one address alone would hide the others')
    const answer = left.shift()
    if (!answer || answer instanceof Error) return done(answer ?? new Error('not asked for'), [])
    done(
      null,
      answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  const lookup = publicLookup(resolve)
  return (all = true) =>
    new Promise<unknown>((resolved) =>
      lookup('shop.example', { all }, (error, found) => resolved(error ? error.message : found)),
    )
}

const REFUSED = /^shop\.example leads to a private network, .*ALLOWED_HOSTS$/

test('a name that was public is refused once it leads to a private address', async () => {
  const ask = opened(['8.8.8.8'], ['127.0.0.1'], ['8.8.8.8'])
  assert.deepEqual(await ask(), [{ address: '8.8.8.8', family: 4 }])
  assert.match(String(await ask()), REFUSED)
  assert.equal(await ask(false), '8.8.8.8')
})

const PRIVATE = [
  ...['127.0.0.1', '10.0.0.5', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1'],
  ...['255.255.255.255', '::1', '::', 'fe80::1', 'fe80::1%eth0', 'fd00::1', 'ff02::1', '::ffff:10.0.0.1'],
  ...['::ffff:a00:1', '::10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', '2001:db8::1', '2001::1'],
]
test('no address of one’s own network is found, of either family, however it is written', async () => {
  for (const address of PRIVATE)
    for (const all of [true, false]) assert.match(String(await opened([address])(all)), REFUSED, address)
})

test('of several addresses only the public ones are found', async () => {
  const found = await opened(['10.0.0.5', '2606:4700::1111', '8.8.8.8', '::ffff:127.0.0.1'])()
  assert.deepEqual(found, [
    { address: '2606:4700::1111', family: 6 },
    { address: '8.8.8.8', family: 4 },
  ])
})

test('a name without an address fails as it did', async () => {
  assert.equal(await opened(new Error('ENOTFOUND'))(), 'ENOTFOUND')
  assert.match(String(await opened([])()), REFUSED)
})
