import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Asked, askersOf, NEWCOMER, questionsOf } from './callers.ts'
import { canaryOf, ownersIn } from './canaries.ts'
import { configOf, type ManyTenants, openManyTenants, tenantOf } from './many-tenants.ts'

const TENANTS = 6

// requirement: apart.errors
test('no answer to a caller, refusal or not, holds anything of a tenant that is not theirs', async (context) => {
  await using many = await openManyTenants(TENANTS, { ALLOWED_HOSTS: '127.0.0.1', PUSHES_PER_MINUTE: '100000' })
  mkdirSync(join(many.dir, 'config/domains', NEWCOMER))
  await everybodyPushes(many)
  const counts = new Map<number, number>()
  const own = new Set<string>()
  const wrong: string[] = []
  for (const asker of await askersOf(many))
    for (const asked of questionsOf(asker, many.toOdoo.url)) {
      const { status, text } = await ask(many.url, asked)
      counts.set(status, (counts.get(status) ?? 0) + 1)
      for (const owner of ownersIn(text)) own.add(tenantOf(owner))
      wrong.push(...othersIn(text, asked).map((what) => `${asked.asker.name}: ${describe(asked)} → ${status}: ${what}`))
    }
  context.diagnostic([...counts].map(([status, count]) => `${count} × ${status}`).join(', '))
  for (const status of [200, 400, 401, 403, 404, 422])
    assert.ok((counts.get(status) ?? 0) > 0, `no answer was ${status}`)
  assert.equal(counts.get(500), undefined)
  assert.deepEqual([...own].sort(), [tenantOf(1), tenantOf(2)].sort(), 'who asks is shown what is their own')
  assert.deepEqual([...new Set(wrong)], [])
})

test('a canary and a name that are another’s are found in an answer, unless the caller said them', () => {
  const asker = { name: 'x', tenant: tenantOf(1), headers: {} }
  const asked = { asker, method: 'GET', path: `/configs/account_7`, body: undefined }
  const text = `${canaryOf(1)} ${canaryOf(3)} account_1 account_2 account_7`
  assert.deepEqual(othersIn(text, asked), [`the canary of ${tenantOf(3)}`, 'the name of account_2'])
})

/** Each shop's own Odoo pushes its configuration, a crew and a secret: with more of each than the files have. */
async function everybodyPushes({ url, toOdoo }: ManyTenants): Promise<void> {
  for (let number = 1; number <= TENANTS; number++) {
    const [domain, account] = tenantOf(number).split('/')
    for (const [type, body] of [
      ['config', configOf(number, toOdoo.url)],
      ['crews/vendas', `name: Vendas ${canaryOf(number)}\n`],
      ['credentials', JSON.stringify({ credentials: { [`ref_${canaryOf(number)}`]: 'senha' } })],
    ] as const) {
      const init = { method: 'POST', headers: { 'x-api-key': 'admin' }, body }
      const answer = await fetch(`${url}/configs/${account}/${domain}/${type}`, init)
      assert.equal(answer.status, 200, await answer.text())
    }
  }
}

async function ask(url: string, { asker, method, path, body }: Asked): Promise<{ status: number; text: string }> {
  const init = { method, headers: asker.headers, redirect: 'manual' as const, ...(body === undefined ? {} : { body }) }
  const answer = await fetch(`${url}${path}`, init)
  return { status: answer.status, text: [...answer.headers.values(), await answer.text()].join('\n') }
}

/** Canaries and names that are not the asker's, and that it did not say itself. */
function othersIn(text: string, { asker, path, body = '' }: Asked): string[] {
  const said = `${decodeURIComponent(path)} ${body}`
  const canaries = ownersIn(text)
    .filter((owner) => tenantOf(owner) !== asker.tenant && !said.includes(canaryOf(owner)))
    .map((owner) => `the canary of ${tenantOf(owner)}`)
  const [, own] = asker.tenant?.split('/') ?? []
  const names = [...text.matchAll(/account_\d+/g)]
    .map(([name]) => name)
    .filter((name) => name !== own && !said.includes(name))
  return [...canaries, ...names.map((name) => `the name of ${name}`)]
}

const describe = ({ method, path, body }: Asked): string =>
  `${method} ${path} ${JSON.stringify(body)?.slice(0, 80) ?? ''}`
