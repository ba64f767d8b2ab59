import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { inflateSync } from 'node:zlib'
import { DEMO_API_KEY, DEMO_LOGIN, DEMO_PASSWORD } from './database.ts'
import { type OdooOptions, type OdooSimulator, openOdooSimulator } from './odoo.ts'
import { account1 } from './worlds/account-1.ts'
import { account2 } from './worlds/account-2.ts'
import { account3 } from './worlds/account-3.ts'

const open = (options: Partial<OdooOptions> = {}) => openOdooSimulator({ host: '127.0.0.1', port: 0, ...options })

interface Answer {
  readonly result?: unknown
  readonly error?: { code: number; message: string; data: Record<string, unknown> }
}

async function rpc({ url }: OdooSimulator, service: string, method: string, args: readonly unknown[]): Promise<Answer> {
  const body = JSON.stringify({ jsonrpc: '2.0', method: 'call', params: { service, method, args }, id: 1 })
  const response = await fetch(`${url}/jsonrpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  assert.equal(response.status, 200)
  return (await response.json()) as Answer
}

const execute = (odoo: OdooSimulator, model: string, method: string, args: readonly unknown[], kwargs = {}) =>
  rpc(odoo, 'object', 'execute_kw', ['account_1', 8, DEMO_PASSWORD, model, method, args, kwargs])

const recorded = (series: string, name: string, transport = 'jsonrpc') => {
  const file = new URL(`../../test/fixtures/odoo/${series}/${name}.${transport}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** Keys and types, to any depth; an empty Odoo value (`false`) fits any type. */
const fits = (ours: unknown, theirs: unknown, path = ''): void => {
  if (ours === false || theirs === false) return
  assert.equal(typeof ours, typeof theirs, path)
  if (typeof theirs !== 'object' || theirs === null || typeof ours !== 'object' || ours === null) return
  for (const [key, value] of Object.entries(ours)) {
    // Of a list, the first element speaks for all.
    if (Array.isArray(ours) && key !== '0') continue
    assert.ok(key in theirs || Array.isArray(ours), `${path}.${key} is nothing Odoo sends`)
    fits(value, (theirs as Record<string, unknown>)[key] ?? false, `${path}.${key}`)
  }
}

describe('the demo Odoo answers as the recorded one', () => {
  for (const [name, model, domain] of [
    ['03-products-price-stock', 'product.product', [['default_code', '=', 'BAT-MR01']]],
    ['04-partner-by-phone-sanitized', 'res.partner', [['phone_sanitized', '=', '+5511955550101']]],
    [
      '06-order-by-name',
      'sale.order',
      [
        ['name', '=', 'S00042'],
        ['partner_id', 'child_of', 40],
      ],
    ],
    ['05-sale-order-lines', 'sale.order.line', [['order_id', '=', 25]]],
    ['06-order-delivery', 'stock.picking', [['sale_id', '=', 25]]],
  ] as const)
    test(`${name.slice(3)}: same keys, same types`, async () => {
      await using odoo = await open()
      const theirs = recorded('18.0', name).response.body
      const all = (await execute(odoo, model, 'fields_get', [])).result as Record<string, unknown>
      const fields = Object.keys(theirs.result[0]).filter((field) => field in all)
      const ours = await execute(odoo, model, 'search_read', [domain], { fields, limit: 1 })
      assert.equal((ours.result as unknown[]).length, 1)
      fits(ours, theirs)
    })

  for (const [name, model, method, args, kwargs] of [
    ['09-error-unknown-field-read', 'sale.order', 'search_read', [[]], { fields: ['name', 'no_such_field'], limit: 1 }],
    ['09-error-unknown-model', 'no.such.model', 'search_read', [[]], {}],
    ['09-error-unknown-method', 'sale.order', 'no_such_method', [[25]], {}],
    ['09-error-wrong-arguments', 'sale.order', 'search_read', [[]], { no_such_arg: 1 }],
    ['09-error-bad-domain', 'sale.order', 'search_read', [[['name', 'LIKEISH', 'x']]], { fields: ['name'] }],
    ['03-products-lang-not-installed', 'product.product', 'search_read', [[]], { context: { lang: 'xx_YY' } }],
    ['23-company-not-allowed', 'sale.order', 'search_read', [[]], { context: { allowed_company_ids: [3] } }],
  ] as const)
    test(`${name.slice(3)}: same class, same words`, async () => {
      await using odoo = await open()
      const { error } = await execute(odoo, model, method, args, kwargs)
      const theirs = recorded('18.0', name).response.body.error
      assert.deepEqual([error?.code, error?.message], [theirs.code, theirs.message])
      assert.deepEqual([error?.data.name, error?.data.message], [theirs.data.name, theirs.data.message])
      assert.deepEqual(Object.keys(error?.data ?? {}).sort(), Object.keys(theirs.data).sort())
    })

  test('a wrong password is false at the door and AccessDenied inside; an unknown database is PostgreSQL’s error', async () => {
    await using odoo = await open()
    assert.equal((await rpc(odoo, 'common', 'authenticate', ['account_1', DEMO_LOGIN, 'x', {}])).result, false)
    assert.equal((await rpc(odoo, 'common', 'authenticate', ['account_1', DEMO_LOGIN, DEMO_API_KEY, {}])).result, 8)
    const denied = await rpc(odoo, 'object', 'execute_kw', ['account_1', 8, 'x', 'res.partner', 'search_count', [[]]])
    assert.equal(denied.error?.data.name, 'odoo.exceptions.AccessDenied')
    const unknown = await rpc(odoo, 'common', 'authenticate', ['no_such_db', 'admin', 'admin', {}])
    assert.deepEqual(
      unknown.error?.data.message,
      recorded('18.0', '02-authenticate-unknown-db').response.body.error.data.message,
    )
  })

  test('what is no JSON is a page, status 400', async () => {
    await using odoo = await open()
    const response = await fetch(`${odoo.url}/jsonrpc`, { method: 'POST', body: '{not json' })
    assert.equal(response.status, 400)
    assert.equal(await response.text(), recorded('18.0', '09-http-malformed-json').response.body_text)
  })

  test('as 19.0 it speaks JSON-2 with status codes of its own', async () => {
    await using odoo = await open({ series: '19.0' })
    const ask = (path: string, headers: Record<string, string>) =>
      fetch(`${odoo.url}/json/2/${path}`, {
        method: 'POST',
        headers: { 'x-odoo-database': 'account_1', ...headers },
        body: '{}',
      })
    const key = { authorization: `bearer ${DEMO_API_KEY}` }
    assert.deepEqual(await (await ask('res.users/context_get', key)).json(), {
      lang: 'pt_BR',
      tz: 'America/Sao_Paulo',
      uid: 8,
    })
    assert.equal((await ask('res.users/context_get', { authorization: 'bearer x' })).status, 401)
    assert.equal((await ask('sale.order/no_such_method', key)).status, 404)
    assert.equal((await ask('res.partner/search_count', { ...key, 'x-odoo-database': 'no_such_db' })).status, 404)
    assert.deepEqual(
      await (await fetch(`${odoo.url}/web/version`)).json(),
      recorded('19.0', '01-version-web-version', 'http').response.body,
    )
  })
})

describe('searching', () => {
  const codes = async (odoo: OdooSimulator, domain: readonly unknown[]) =>
    (
      (
        await execute(odoo, 'product.product', 'search_read', [domain], {
          fields: ['default_code'],
          order: 'default_code',
        })
      ).result as { default_code: string }[]
    ).map(({ default_code }) => default_code)

  test('domains are Polish notation with an implied and', async () => {
    await using odoo = await open()
    const red = ['name', 'ilike', 'vermelho'] as const
    const cheap = ['list_price', '<', 38] as const
    assert.deepEqual(await codes(odoo, [red, cheap]), ['BAT-CV03', 'ESM-VM01'])
    assert.deepEqual(await codes(odoo, ['&', '!', red, ['default_code', '=ilike', 'bat-%4']]), ['BAT-NP04'])
    assert.deepEqual(await codes(odoo, ['|', ['default_code', '=', 'BAT-MR01'], ['id', 'in', [102]]]), [
      'BAT-LC02',
      'BAT-MR01',
    ])
    assert.deepEqual(await codes(odoo, [['categ_id', 'ilike', 'perfum']]), ['PER-JA01', 'PER-MA03', 'PER-NO02'])
  })

  test('ilike minds accents, and takes _ for any letter', async () => {
    await using odoo = await open()
    assert.deepEqual(await codes(odoo, [['name', 'ilike', 'liquido vermelho']]), [])
    assert.deepEqual(await codes(odoo, [['name', 'ilike', 'l_quido vermelho']]), ['BAT-LC02'])
  })

  test('child_of takes the contacts of a company', async () => {
    await using odoo = await open()
    const { result } = await execute(odoo, 'sale.order', 'search_count', [[['partner_id', 'child_of', [43]]]])
    assert.equal(result, 1)
  })

  test('a word with a translation is found in the language of the context', async () => {
    const chair = {
      code: 'X1',
      name: { pt_BR: 'Cadeira', en_US: 'Chair' },
      price: 1,
      qty: 1,
      category: 'C',
      description: '',
    }
    const world = { database: 'account_1', company: 'X', partners: [], orders: [], products: [chair] }
    await using odoo = await open({ worlds: [world] })
    const found = async (lang: string) =>
      (
        await execute(odoo, 'product.product', 'search_read', [[['name', 'ilike', 'cade']]], {
          fields: ['name'],
          context: { lang },
        })
      ).result
    assert.deepEqual(await found('pt_BR'), [{ id: 101, name: 'Cadeira' }])
    assert.deepEqual(await found('en_US'), [])
  })
})

describe('the demo shops', () => {
  for (const world of [account1, account2, account3])
    test(`${world.company} has a catalogue of 25 to 40 products, each with one code`, () => {
      assert.ok(world.products.length >= 25 && world.products.length <= 40, String(world.products.length))
      assert.equal(new Set(world.products.map(({ code }) => code)).size, world.products.length)
    })

  test('dates are counted from now', async () => {
    await using odoo = await open({ now: () => Date.UTC(2030, 0, 10, 12) })
    const { result } = await execute(odoo, 'sale.order', 'search_read', [[['name', '=', 'S00042']]], {
      fields: ['date_order', 'commitment_date'],
    })
    assert.deepEqual(result, [{ id: 25, date_order: '2030-01-07 12:00:00', commitment_date: '2030-01-12 12:00:00' }])
  })

  test('a photo is a PNG of its size, the same every time', async () => {
    await using odoo = await open()
    const read = async () =>
      ((await execute(odoo, 'product.product', 'read', [[101], ['image_128']])).result as { image_128: string }[])[0]
        ?.image_128 ?? ''
    const png = Buffer.from(await read(), 'base64')
    assert.deepEqual([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)], ['PNG', 128, 128])
    const [start, end] = [png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8]
    assert.equal(inflateSync(png.subarray(start, end)).length, 128 * (128 * 3 + 1))
    assert.equal(png.toString('base64'), await read())
  })
})

test('faults are set over HTTP, and what is no fault is refused', async () => {
  await using odoo = await open({ random: () => 0.4 })
  const post = (body: unknown) => fetch(`${odoo.url}/simulator/faults`, { method: 'POST', body: JSON.stringify(body) })
  assert.deepEqual(await (await post({ errorShare: 0.5 })).json(), {
    slowMs: 0,
    down: false,
    errorShare: 0.5,
    hang: false,
  })
  assert.equal((await rpc(odoo, 'common', 'version', [])).error?.data.name, 'psycopg2.OperationalError')
  assert.equal((await post({ slow: 1 })).status, 400)
  assert.equal((await post({ errorShare: 0, down: true })).status, 200)
  await assert.rejects(rpc(odoo, 'common', 'version', []))
})
