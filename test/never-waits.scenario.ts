import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBlackHole } from './support/black-hole.ts'
import { eventually, openWorld } from './support/world.ts'

// requirement: ack.never-waits
test('webhooks are acknowledged while model, Odoo and Chatwoot take connections and never answer', async () => {
  await using model = await openBlackHole()
  await using odoo = await openBlackHole()
  await using chatwoot = await openBlackHole()
  const settings = { MODEL: 'compatible:fake', MODEL_URL: `${model.url}/v1`, CHATWOOT_URL: chatwoot.url }
  await using world = await openWorld({ settings, odooUrl: odoo.url })
  await world.writes('Me conta a história da loja?')
  await world.writes('cadê meu pedido S00042?', { contact: 'bruno' })
  // Resolves when the server has answered each webhook; it never would, were the answer to wait for one of the three.
  await world.chatwoot.settled()
  const { webhooks } = world.chatwoot.stats()
  assert.deepEqual([webhooks.failed, webhooks.retried], [0, 0])
  assert.ok(webhooks.sent >= 2)
  await eventually(async () => (model.waiting > 0 && odoo.waiting > 0 && chatwoot.waiting > 0 ? true : null))
  assert.equal((await world.app.store.counts()).openRows, 2, 'they are kept, and not answered')
})
