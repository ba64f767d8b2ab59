import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TenantId } from './domain/ids.ts'
import { knownTenants, mustBeAmong } from './known-tenant.ts'

const id = (name: string) => TenantId.parse(name)
const KNOWN = ['cosmetics/account_1', 'retail/account_3', 'default/account_1'].map(id)

const REFUSED: readonly [name: string, says: RegExp][] = [
  ['retial/account_3', /there is no tenant retial\/account_3; did you mean retail\/account_3\?/],
  ['shops/account_3', /did you mean retail\/account_3\?/],
  ['nope/x', /there are cosmetics\/account_1, retail\/account_3, default\/account_1$/],
]

for (const [name, says] of REFUSED)
  test(`a tenant that is not there is refused with those that may be meant: ${name}`, () => {
    assert.throws(() => mustBeAmong(id(name), KNOWN), says)
  })

test('a tenant that is there is let by', () => {
  mustBeAmong(id('default/account_1'), KNOWN)
})

test('who is only mapped is known too, and an account that two claim is nobody’s name', async () => {
  const known = await knownTenants({
    list: async () => KNOWN,
    mapping: () => ({
      default: { accounts: { 1: id('shops/account_9'), 2: null }, inboxes: { 3: KNOWN[0] ?? null }, fallbacks: [] },
    }),
  })
  assert.deepEqual(known, [...KNOWN, 'shops/account_9'])
})
