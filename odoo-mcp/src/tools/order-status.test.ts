import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Client, InMemoryTransport } from '@modelcontextprotocol/client'
import { CUSTOMER_KEY } from '../customer.ts'
import { createOdooMcpServer } from '../odoo-mcp.ts'
import { replay } from '../recorded-odoo.ts'

const CASES = [
  ...['01-version', '02-no-apikey', '02-authenticate-ok-apikey', '11-languages', '04-partner-by-phone-sanitized'],
  ...['06-order-by-name', '05-sale-order-lines', '06-order-delivery'],
]
const MARIA = { strength: 'proven', phone: '+5511987654321', email: null, name: 'Maria' }

/** As filed in each recorded database. */
const MARIAS_ID: Readonly<Record<string, number>> = { '16.0': 46, '17.0': 46, '18.0': 47, '19.0': 48 }

/** A client of our server over a recorded Odoo. */
async function connected(series: string, cases: readonly string[] = CASES) {
  const recorded = await replay(series, cases)
  const server = createOdooMcpServer({ odoo: recorded.odoo() })
  const client = new Client({ name: 'test', version: '0' })
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  await server.connect(theirs)
  await client.connect(ours)
  return {
    recorded,
    ask: (orderNumber: string, customer: unknown) =>
      client.callTool({ name: 'order_status', arguments: { orderNumber }, _meta: { [CUSTOMER_KEY]: customer } }),
    async [Symbol.asyncDispose]() {
      await client.close()
      await recorded[Symbol.asyncDispose]()
    },
  }
}

describe('order_status over recorded Odoos', () => {
  for (const series of ['16.0', '17.0', '18.0', '19.0']) {
    test(`${series}: an order comes with its lines and delivery, bound to the customer`, async () => {
      await using odoo = await connected(series)
      const { structuredContent, content } = await odoo.ask(series === '19.0' ? 's26' : 's25', MARIA)
      const { found, order } = structuredContent as { found: boolean; order: Record<string, never> }
      assert.equal(found, true)
      assert.equal(order.state, 'confirmed')
      assert.deepEqual(order.lines, [{ product: 'Large Cabinet', quantity: 2, delivered: 0, total: lineTotal(series) }])
      const [delivery] = order.deliveries as unknown as { state: string; trackingCode: null }[]
      assert.deepEqual([delivery?.state, delivery?.trackingCode], ['ready', null])
      assert.equal(order.deliveryState, 'not_delivered')
      assert.deepEqual(content, [{ type: 'text', text: JSON.stringify(structuredContent) }])
      const search = odoo.recorded.asked.find(({ model, method }) => model === 'sale.order' && method === 'search_read')
      assert.deepEqual(search?.kwargs.domain, [
        ['name', '=', series === '19.0' ? 'S00026' : 'S00025'],
        ['partner_id', 'child_of', [MARIAS_ID[series]]],
      ])
    })
  }

  // requirement: writes.identity
  test('without a proven customer Odoo is not even asked', async () => {
    await using odoo = await connected('18.0')
    for (const customer of [undefined, null, 'Maria', { ...MARIA, strength: 'claimed' }, { ...MARIA, phone: null }]) {
      const { structuredContent } = await odoo.ask('S00025', customer)
      assert.deepEqual(structuredContent, { found: false, needsIdentity: true })
    }
    assert.deepEqual(odoo.recorded.asked, [])
  })

  test('a phone nobody has finds nothing', async () => {
    await using odoo = await connected('18.0', [...CASES.slice(0, 4), '04-partner-not-found'])
    assert.deepEqual((await odoo.ask('S00025', MARIA)).structuredContent, { found: false })
  })

  test('an error of Odoo becomes a sentence of ours that carries none of its words', async () => {
    await using odoo = await connected('18.0', [...CASES.slice(0, 5), '09-error-access-model'])
    const result = await odoo.ask('S00025', MARIA)
    assert.equal(result.isError, true)
    assert.deepEqual(result.content, [
      { type: 'text', text: 'The shop system (Odoo) does not allow us to look at this.' },
    ])
    assert.equal(result.structuredContent, undefined)
  })
})

/** 17's demo data has a tax of 15 %. */
const lineTotal = (series: string): number => (series === '17.0' ? 736 : 640)
