import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type OdooOptions, openOdooSimulator } from '../../../simulator/odoo/odoo.ts'
import { Failure } from '../../base/failure.ts'
import type { LookupFunction } from '../../base/public-lookup.ts'
import { Secret } from '../../base/secret.ts'
import type { CustomerIdentity, ToolResult } from '../../domain/tool.ts'
import { NOBODY, type ToolWorld, toolServerContract } from './contract.ts'
import { type OdooToolsSettings, openOdooTools } from './odoo-tools.ts'

const person = (phone: string | null, strength: CustomerIdentity['strength'] = 'proven'): CustomerIdentity => ({
  ...{ strength, phone, email: null, name: 'Ana Souza' },
})
const ANA = person('+5511955550101')
const BRUNO = person('+5511955550102')
const DIEGO = person('+5511955550111')

/** The demo Odoo and our tools over it. */
async function openShop(change: Partial<OdooToolsSettings> = {}, options: Partial<OdooOptions> = {}) {
  await using stack = new AsyncDisposableStack()
  const odoo = stack.use(await openOdooSimulator({ host: '127.0.0.1', port: 0, ...options }))
  const errors: unknown[] = []
  const server = await openOdooTools({
    ...{ url: odoo.url, database: 'account_1', username: 'bot@shop.example', password: new Secret('demo') },
    ...{ lang: 'pt-BR', tz: 'America/Sao_Paulo', accessLevel: 'write', onError: (_, error) => errors.push(error) },
    ...change,
  })
  stack.defer(() => server.close())
  const opened = stack.move()
  return {
    ...{ odoo, server, errors },
    ask: (tool: string, args: Record<string, unknown>, customer: CustomerIdentity = NOBODY): Promise<ToolResult> =>
      server.call({ id: '1', tool, args }, { customer, language: 'pt-BR', signal: new AbortController().signal }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

async function openWorld(series: '18.0' | '19.0'): Promise<ToolWorld> {
  const shop = await openShop(series === '19.0' ? { password: new Secret('demo-api-key') } : {}, { series })
  return {
    server: shop.server,
    anybodys: { id: '1', tool: 'find_products', args: { query: 'batom vermelho' } },
    owned: {
      call: { id: '2', tool: 'order_status', args: { orderNumber: 'S00042' } },
      owner: ANA,
      strangers: [BRUNO, NOBODY, person('+5511955550199'), person(ANA.phone, 'claimed'), person(null)],
    },
    misfit: { id: '3', tool: 'find_products', args: { query: 7 } },
    hang() {
      shop.odoo.setFaults({ hang: true })
      return { waits: shop.odoo.nextCall() }
    },
    [Symbol.asyncDispose]: () => shop[Symbol.asyncDispose](),
  }
}

toolServerContract('Odoo 18 over JSON-RPC', () => openWorld('18.0'))
toolServerContract('Odoo 19 over JSON-2', () => openWorld('19.0'))

test("an Odoo that hangs is waited for as long as its shop's timeout says", { timeout: 5_000 }, async () => {
  await using shop = await openShop({ timeoutMs: 50 })
  shop.odoo.setFaults({ hang: true })
  await assert.rejects(shop.ask('find_products', { query: 'batom' }), failsWith('TOOL_FAILED', /answer|reach/))
})

const failsWith = (code: string, problem: RegExp) => (error: unknown) =>
  error instanceof Failure && error.code === code && problem.test(error.message)

type Order = Record<string, never>
const orderOf = ({ data }: ToolResult): Order => (data as { order: Order }).order
const namesOf = ({ data }: ToolResult): string[] =>
  (data as { products: { name: string }[] }).products.map(({ name }) => name)

describe('a url that came from outside', () => {
  /** The simulator's own address, for any name. */
  const toThisMachine: LookupFunction = (_, { all }, done) =>
    all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
  const ask = async (change: (url: URL) => Partial<OdooToolsSettings>) => {
    await using odoo = await openOdooSimulator({ host: '127.0.0.1', port: 0 })
    const url = new URL(odoo.url)
    await using shop = await openShop({ lookup: toThisMachine, url: odoo.url, ...change(url) })
    const told = await shop.ask('find_products', { query: 'batom' }).catch((error: unknown) => error)
    return { told, calls: odoo.calls }
  }
  const named = (url: URL) => `http://odoo.shop.example:${url.port}`

  test('leads to no private address, whatever its name says, and the operator is told why', async () => {
    const { told, calls } = await ask((url) => ({ url: named(url), isPublicOnly: true }))
    assert.ok(
      failsWith('TOOL_FAILED', /odoo\.shop\.example leads to a private network.*ALLOWED_HOSTS/)(told),
      String(told),
    )
    assert.equal(calls, 0)
  })

  test('is not even opened with a private address in it', async () => {
    for (const host of ['127.0.0.1', '[::ffff:127.0.0.1]', '2130706433', 'localhost'])
      await assert.rejects(
        ask(({ port }) => ({ url: `http://${host}:${port}`, isPublicOnly: true })),
        failsWith('TOOL_FAILED', /private network/),
      )
  })

  test('leads there when the operator says so', async () => {
    const { told, calls } = await ask((url) => ({ url: named(url) }))
    assert.equal((told as ToolResult).ok, true)
    assert.ok(calls > 0)
  })
})

describe('orders', () => {
  // requirement: writes.identity
  test("Bruno asking for Ana's S00042 is told what he would be told of an order that does not exist", async () => {
    await using shop = await openShop()
    const anas = await shop.ask('order_status', { orderNumber: 'S00042' }, BRUNO)
    const nobodys = await shop.ask('order_status', { orderNumber: 'S99999' }, BRUNO)
    assert.deepEqual(anas, { ok: true, data: { found: false }, problem: null, images: [] })
    assert.deepEqual(nobodys, anas)
  })

  test('Ana is told what she bought, where it is and that it is paid', async () => {
    await using shop = await openShop()
    const order = orderOf(await shop.ask('order_status', { orderNumber: '#42' }, ANA))
    assert.equal(order.number, 'S00042')
    assert.equal(order.state, 'confirmed')
    assert.equal(order.total, 144.7)
    assert.equal(order.deliveryState, 'not_delivered')
    const [delivery] = order.deliveries as unknown as Record<string, unknown>[]
    assert.equal(delivery?.trackingCode, 'RX550142001BR')
    assert.match(String(delivery?.trackingUrl), /^https:\/\/rastreio\.rotaexpressa\.example\//)
    const [invoice] = order.invoices as unknown as Record<string, unknown>[]
    assert.equal(invoice?.payment, 'paid')
  })

  test('quotations, deliveries and cancellations are told apart', async () => {
    await using shop = await openShop()
    const state = async (orderNumber: string, customer: CustomerIdentity) => {
      const { state, deliveryState } = orderOf(await shop.ask('order_status', { orderNumber }, customer))
      return [state, deliveryState]
    }
    assert.deepEqual(await state('S00043', BRUNO), ['confirmed', 'delivered'])
    assert.deepEqual(await state('S00044', ANA), ['draft', null])
    assert.deepEqual(await state('S00045', person('+5511955550103')), ['cancelled', null])
    assert.deepEqual(await state('S00047', DIEGO), ['sent', null])
  })

  test('whoever writes from the address book of a company sees its orders', async () => {
    await using shop = await openShop()
    const order = orderOf(await shop.ask('order_status', { orderNumber: '47' }, person('+5511955550110')))
    assert.equal(order.number, 'S00047')
  })
})

describe('products', () => {
  test('a search finds by all words, without accents, in the plural, in any order', async () => {
    await using shop = await openShop()
    for (const query of ['batom vermelho cereja', 'BATONS LIQUIDOS', 'cereja batom', 'vocês têm batom líquido?'])
      assert.deepEqual(namesOf(await shop.ask('find_products', { query })), ['Batom Líquido Vermelho Cereja'], query)
  })

  test('what is in stock comes first; what is sold out can be left out', async () => {
    await using shop = await openShop()
    const all = namesOf(await shop.ask('find_products', { query: 'batom vermelho' }))
    assert.equal(all.length, 3)
    assert.equal(all.at(-1), 'Batom Cremoso Vermelho Clássico')
    const inStock = namesOf(await shop.ask('find_products', { query: 'batom vermelho', onlyInStock: true }))
    assert.deepEqual(inStock, all.slice(0, 2))
  })

  test('when no product has all the words, those with some of them are offered as such', async () => {
    await using shop = await openShop()
    const { data } = await shop.ask('find_products', { query: 'batom turquesa' })
    assert.equal(data.match, 'some')
    assert.ok(namesOf({ data } as ToolResult).every((name) => name.startsWith('Batom')))
    const none = (await shop.ask('find_products', { query: 'motosserra' })).data
    assert.deepEqual([none.match, none.products], ['none', []])
    assert.ok((none.categories as string[]).includes('Maquiagem'))
  })

  test('a product can be found by its code, and by its category', async () => {
    await using shop = await openShop({ database: 'account_2' })
    assert.deepEqual(namesOf(await shop.ask('find_products', { query: 'mes-jt06' })), [
      'Mesa de Jantar Jatobá 6 lugares',
    ])
    assert.equal(namesOf(await shop.ask('find_products', { query: 'iluminação' })).length, 3)
  })

  test('up to three photos come beside the answer', async () => {
    await using shop = await openShop({ database: 'account_3' })
    const { images } = await shop.ask('find_products', { query: 'ração' })
    assert.equal(images.length, 3)
    assert.ok(images.every(({ mimeType, base64 }) => mimeType === 'image/png' && base64.startsWith('iVBOR')))
    assert.match(images[0]?.name ?? '', /^Ração .*\.png$/)
  })

  test('details show the other sizes, and a service has no stock to count', async () => {
    await using shop = await openShop({ database: 'account_3' })
    const { data } = await shop.ask('product_details', { code: 'col-az-m' })
    const { product, variants } = data as { product: { name: string }; variants: { name: string; inStock: boolean }[] }
    assert.equal(product.name, 'Coleira Ajustável Azul (M)')
    assert.deepEqual(
      variants.map(({ name, inStock }) => [name, inStock]),
      [
        ['Coleira Ajustável Azul (P)', true],
        ['Coleira Ajustável Azul (G)', false],
      ],
    )
    const bath = (await shop.ask('product_details', { code: 'SER-BT01' })).data as { product: { inStock: null } }
    assert.equal(bath.product.inStock, null)
    assert.deepEqual((await shop.ask('product_details', { productId: 999_999 })).data, { found: false })
  })

  // requirement: apart.tools
  test('one shop never sees the products of another', async () => {
    await using shop = await openShop({ database: 'account_2' })
    assert.deepEqual(namesOf(await shop.ask('find_products', { query: 'batom' })), [])
  })
})

describe('an Odoo in trouble', () => {
  // requirement: alone.odoo
  test('one that is down is a failure that may pass, and is asked again when it is up', async () => {
    await using shop = await openShop()
    shop.odoo.setFaults({ down: true })
    const call = () => shop.ask('find_products', { query: 'batom' })
    await assert.rejects(call(), failsWith('TOOL_FAILED', /did not answer/))
    shop.odoo.setFaults({ down: false })
    assert.equal((await call()).ok, true)
    shop.odoo.setFaults({ down: true })
    await assert.rejects(call(), failsWith('TOOL_FAILED', /did not answer/))
    shop.odoo.setFaults({ down: false })
    assert.equal((await call()).ok, true)
  })

  // requirement: alone.odoo
  test('one that never answers is given up at the deadline of the call', async () => {
    await using shop = await openShop({ callTimeoutMs: 50 })
    shop.odoo.setFaults({ hang: true })
    await assert.rejects(shop.ask('find_products', { query: 'batom' }), failsWith('TOOL_FAILED', /in time/))
  })

  test('a slow one is waited for', async () => {
    await using shop = await openShop()
    shop.odoo.setFaults({ slowMs: 20 })
    assert.equal((await shop.ask('find_products', { query: 'batom' })).ok, true)
  })

  test('one whose database is gone is a failure that may pass', async () => {
    await using shop = await openShop()
    await shop.ask('find_products', { query: 'batom' })
    shop.odoo.setFaults({ errorShare: 1 })
    await assert.rejects(shop.ask('find_products', { query: 'batom' }), failsWith('TOOL_FAILED', /did not answer/))
  })

  test('a refused login is told as such, and neither the password nor the reason leaks', async () => {
    await using shop = await openShop({ password: new Secret('wrong-password') })
    const failure = await shop.ask('find_products', { query: 'batom' }).catch((error) => error)
    assert.ok(failsWith('TOOL_FAILED', /refused our login/)(failure))
    assert.ok(!JSON.stringify([failure.message, shop.errors.map(String)]).includes('wrong-password'))
  })
})

describe('opening', () => {
  test('nothing is connected before the first call', async () => {
    await using shop = await openShop()
    await shop.server.list()
    assert.equal(shop.odoo.calls, 0)
  })

  test('an address that is no web address, or carries a password, is refused', async () => {
    for (const url of ['file:///etc/passwd', 'erp.example', 'https://bot:secret@erp.example'])
      await assert.rejects(openShop({ url }), failsWith('BAD_REQUEST', /tool server's url/))
  })
})
