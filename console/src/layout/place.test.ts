import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DemoShop } from '../api/demo-api.ts'
import { addressOf, placeAt } from './place.ts'

const shop = (tenant: string): DemoShop => ({
  ...{ tenant, account: 1, name: 'Loja', trade: '', about: '', logo: '', suggestions: [] },
  inboxes: [
    { inbox: 101, channel: 'whatsapp', ownCrew: true },
    { inbox: 102, channel: 'web', ownCrew: true },
  ],
  contacts: [
    { key: 'ana', name: 'Ana', phone: null },
    { key: 'joão', name: 'João', phone: null },
  ],
})
const shops = [shop('cosmetics/account_1'), shop('retail/account_3')]

test('an address opens what it was made from', () => {
  const place = placeAt('#/retail/account_3/web/jo%C3%A3o', shops)
  assert.ok(place)
  assert.deepEqual([place.shop.tenant, place.inbox.channel, place.contact.key], ['retail/account_3', 'web', 'joão'])
  assert.deepEqual(placeAt(addressOf(place), shops), place)
})

test('an address that names nothing opens the first of everything', () => {
  for (const address of ['', '#/x', '#/%E0%A4%A/y/z', '#/nobody/account_9/fax/eva'])
    assert.equal(placeAt(address, shops)?.shop.tenant, 'cosmetics/account_1')
  assert.equal(placeAt('', []), null)
})
