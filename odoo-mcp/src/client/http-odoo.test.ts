import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { recordedCall, replay } from '../recorded-odoo.ts'
import { OdooFailure, type OdooFailureKind } from './odoo-failure.ts'

const LOGIN = ['01-version', '02-authenticate-ok-apikey', '02-context-get', '11-languages']

async function failureOf(work: Promise<unknown>): Promise<OdooFailure> {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof OdooFailure, String(error))
    return error
  }
  assert.fail('it did not fail')
}

const ERRORS: readonly (readonly [string, OdooFailureKind])[] = [
  ['09-error-access-model', 'access'],
  ['09-error-private-method', 'access'],
  ['09-error-missing-write', 'missing'],
  ['09-error-unknown-method', 'missing'],
  ['09-error-validation', 'business'],
  ['09-error-unknown-field-read', 'bug'],
  ['09-error-wrong-arguments', 'bug'],
  ['09-error-bad-domain', 'bug'],
]

for (const series of ['16.0', '17.0', '18.0', '19.0']) {
  // 19 is asked over JSON-2 first; who gave a password is refused there and served over JSON-RPC.
  const rpc = ['01-version', '02-no-apikey']
  const login = [...rpc, '02-authenticate-ok-apikey', '11-languages']

  describe(`Odoo ${series} over JSON-RPC`, () => {
    test('its series is known before anybody logs in', async () => {
      await using recorded = await replay(series, [...login])
      assert.equal(await recorded.odoo().version(), Number.parseInt(series, 10))
    })

    test('products come with their price and stock', async () => {
      await using recorded = await replay(series, [...login, '03-products-price-stock'])
      const [product] = await recorded
        .odoo()
        .searchRead('product.product', { domain: [], fields: ['name', 'free_qty', 'lst_price'] })
      assert.equal(typeof product?.free_qty, 'number')
      assert.equal(typeof product?.lst_price, 'number')
    })

    test('every call carries language, time zone and the one company', async () => {
      await using recorded = await replay(series, [...login, '03-products-price-stock'])
      await recorded.odoo().searchRead('product.product', { domain: [], fields: ['name'] }, { language: 'es' })
      const { context } = recorded.asked.at(-1)?.kwargs ?? {}
      assert.deepEqual(context, { lang: 'pt_BR', tz: 'America/Sao_Paulo', allowed_company_ids: [1] })
    })

    test('a field this Odoo does not have is not asked for', async () => {
      await using recorded = await replay(series, [...login, '06-order-delivery'])
      const query = { domain: [], fields: ['name', 'state', 'carrier_tracking_ref'] }
      await recorded.odoo().searchRead('stock.picking', query)
      assert.deepEqual(recorded.asked.at(-1)?.kwargs.fields, ['name', 'state'])
    })

    test('one login serves many callers at once', async () => {
      await using recorded = await replay(series, [...login, '03-products-price-stock'])
      const odoo = recorded.odoo()
      const read = () => odoo.searchRead('product.product', { domain: [], fields: ['name'] })
      await Promise.all([read(), read(), read()])
      assert.equal(recorded.asked.filter(({ method }) => method === 'authenticate').length, 1)
      assert.equal(recorded.asked.filter(({ method }) => method === 'fields_get').length, 1)
    })

    test('a method that returns nothing gives null', async () => {
      await using recorded = await replay(series, [...login, '09-result-none'])
      const { method } = recordedCall(series, '09-result-none')
      assert.equal(await recorded.odoo().call('sale.order', method, { ids: [25] }), null)
    })

    for (const [name, kind] of ERRORS) {
      test(`${name.slice(3)} is told as "${kind}", without Odoo's own words`, async () => {
        await using recorded = await replay(series, [...login, name])
        const { model, method } = recordedCall(series, name)
        const failure = await failureOf(recorded.odoo().call(model, method, {}))
        assert.equal(failure.kind, kind)
        assert.match(failure.message, /^The shop system \(Odoo\)/)
      })
    }

    test('a wrong password is a matter of credentials, and asked about once', async () => {
      await using recorded = await replay(series, [...rpc, '02-authenticate-failed'])
      const odoo = recorded.odoo()
      assert.equal((await failureOf(odoo.call('res.partner', 'search_count', {}))).kind, 'credentials')
      assert.equal((await failureOf(odoo.call('res.partner', 'search_count', {}))).kind, 'credentials')
      assert.equal(recorded.asked.filter(({ method }) => method === 'authenticate').length, 1)
    })

    test('a database that is not there is a matter of credentials', async () => {
      await using recorded = await replay(series, [...rpc, '02-authenticate-unknown-db'])
      assert.equal((await failureOf(recorded.odoo().version())).kind, 'credentials')
    })

    test('a page in the place of an answer is nobody we can talk to', async () => {
      await using recorded = await replay(series, [])
      assert.equal((await failureOf(recorded.odoo().version())).kind, 'unreachable')
    })
  })
}

describe('Odoo 19.0 over JSON-2', () => {
  test('the key says who it is: no password is sent, the database is a header', async () => {
    await using recorded = await replay('19.0', [...LOGIN, '04-partner-by-phone-sanitized'])
    const odoo = recorded.odoo({ username: '' })
    const [partner] = await odoo.searchRead('res.partner', { domain: [], fields: ['name', 'phone_sanitized'] })
    assert.equal(partner?.phone_sanitized, '+5511987654321')
    const { path, headers } = recorded.asked.at(-1) ?? assert.fail()
    assert.equal(path, '/json/2/res.partner/search_read')
    assert.equal(headers.authorization, 'bearer API_KEY_OF_bot_example_test')
    assert.equal(headers['x-odoo-database'], 'odoo')
  })

  for (const [name, model, method, kind] of [
    ['09-error-access-model', 'sale.order', 'search_read', 'access'],
    ['09-error-private-method', 'sale.order', '_create_invoices', 'access'],
    ['09-error-missing-write', 'sale.order', 'write', 'missing'],
    ['09-error-unknown-method', 'sale.order', 'no_such_method', 'missing'],
    ['09-error-unknown-field-read', 'sale.order', 'search_read', 'bug'],
    ['09-error-wrong-db', 'res.partner', 'search_count', 'credentials'],
  ] satisfies [string, string, string, OdooFailureKind][]) {
    test(`${name.slice(3)} is told as "${kind}"`, async () => {
      await using recorded = await replay('19.0', [...LOGIN, name])
      assert.equal((await failureOf(recorded.odoo({ username: '' }).call(model, method, {}))).kind, kind)
    })
  }

  test('a bad key is a matter of credentials', async () => {
    await using recorded = await replay('19.0', ['01-version', '02-bad-apikey'])
    assert.equal((await failureOf(recorded.odoo({ username: '' }).version())).kind, 'credentials')
  })
})
