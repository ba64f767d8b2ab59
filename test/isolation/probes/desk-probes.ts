import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { modelsOf } from '../../../src/backends/llm/scripted.ts'
import { openFts5Index } from '../../../src/backends/search/fts5.ts'
import { silentLog } from '../../../src/base/log.ts'
import { Secret } from '../../../src/base/secret.ts'
import type { Connection } from '../../../src/chatwoot/connection.ts'
import { ConnectionId, type TenantId } from '../../../src/domain/ids.ts'
import { readSettings } from '../../../src/settings.ts'
import { TemporaryTree } from '../../../src/tenants/temporary-tree.ts'
import { config, NOW_MS, never, turnInput } from '../../support/turn-kit.ts'
import { type Load, ONE, type Probes, TENANTS, THREE, TWO } from './probe.ts'

/** What is made where everything comes together: Chatwoots, crews, knowledge. */
export const DESK_PROBES: Probes = {
  'open-chatwoots.ts': callsOfTheChatwoots,
  'chatwoot/token-calls.ts': callsOfTheChatwoots,

  async 'open-crews.ts'(load) {
    const { openCrews } = await load<typeof import('../../../src/open-crews.ts')>('open-crews.ts')
    await using tree = await TemporaryTree.of(documents())
    const settings = readSettings({ DATA_DIR: tree.root, KNOWLEDGE_DIR: tree.root })
    const overrides = { models: modelsOf(null) }
    await using crews = await openCrews(settings, {
      ...{ tenants: {} as never, now: () => NOW_MS, log: silentLog(), overrides },
    })
    for (const tenant of TENANTS) {
      const loaded = config({ tenant, odoo: null })
      const plan = await crews.plan(loaded, 'web')
      const ask = { plan, input: turnInput('aceita pix?'), config: loaded, isFallback: true }
      const { actions } = await crews.run(ask, { signal: never() })
      assert.deepEqual(shopsIn(actions), [tenant])
    }
    assert.equal(new Set(TENANTS.map((tenant) => crews.knowledgeHash(tenant))).size, TENANTS.length)
  },

  async 'knowledge/knowledge.ts'(load) {
    const { Knowledge } = await load<typeof import('../../../src/knowledge/knowledge.ts')>('knowledge/knowledge.ts')
    await using tree = await TemporaryTree.of({
      ...documents(),
      [`${ONE}/torto.md`]: '---\ncollection: nowhere\n---\n# X\n',
    })
    const index = openFts5Index(':memory:')
    const knowledge = new Knowledge({ index })
    const read = async (tenants: readonly TenantId[]) => {
      for (const tenant of tenants) await knowledge.importTenant(tenant, `${tree.root}/${tenant}`)
    }
    try {
      await read(TENANTS)
      assert.deepEqual([...new Set(knowledge.problems().map(({ tenant }) => tenant))], [ONE])
      assert.equal(new Set(TENANTS.map((tenant) => knowledge.hashOf(tenant))).size, TENANTS.length)
      for (const tenant of TENANTS) await ownPassages(knowledge, tenant)
      await tree.remove(`${TWO}/loja.faq.md`)
      await read([TWO])
      assert.deepEqual(
        (await index.sources(TWO)).map(({ name }) => name),
        ['comum.faq.md'],
      )
      for (const tenant of [ONE, THREE]) await ownPassages(knowledge, tenant)
    } finally {
      await index.close()
    }
  },
}

const document = (question: string, answer: string): string =>
  `---\ncollection: business_rules\n---\n# Loja\n\n## ${question}\n${answer}\n`

/** One of its own, and one that all of them have to the letter. */
const documents = () =>
  Object.fromEntries(
    TENANTS.flatMap((tenant) => [
      [`${tenant}/loja.faq.md`, document('Aceita pix?', `Aceitamos pix da loja ${tenant}.`)],
      [`${tenant}/comum.faq.md`, document('Fazem entrega no domingo?', 'Entregamos de segunda a sexta.')],
    ]),
  )

const shopsIn = (something: unknown): string[] => [
  ...new Set([...JSON.stringify(something).matchAll(/(?:retail|health)\/account_\d/g)].map(([name]) => name)),
]

async function ownPassages(
  knowledge: InstanceType<typeof import('../../../src/knowledge/knowledge.ts').Knowledge>,
  tenant: TenantId,
): Promise<void> {
  const query = { text: 'aceita pix?', collections: ['business_rules'] as const, limit: 9, atMs: NOW_MS }
  assert.deepEqual(shopsIn(await knowledge.search(tenant, query)), [tenant])
  assert.equal((await knowledge.search(tenant, { ...query, text: 'entregam domingo?' })).length, 1)
}

/** Two accounts of a Chatwoot, one of another, one of a third that knows our token no more. */
async function callsOfTheChatwoots(load: Load): Promise<void> {
  const { Chatwoots } = await load<typeof import('../../../src/open-chatwoots.ts')>('open-chatwoots.ts')
  const heard: string[] = []
  await using one = await openChatwoot('one', heard)
  await using two = await openChatwoot('two', heard)
  await using strict = await openChatwoot('strict', heard, 401)
  await using chatwoots = new Chatwoots(readSettings({}))
  await chatwoots.set([one, two, strict].map(({ connection }) => connection))
  const type = (connection: ConnectionId, account: number) =>
    chatwoots.toggleTyping({ lane: { tenant: ONE, connection, account, conversation: 5 }, isTyping: true })
  await assert.rejects(type(strict.connection.id, 1))
  for (const [{ connection }, account] of [
    [one, 1],
    [one, 2],
    [two, 1],
  ] as const)
    await type(connection.id, account)
  assert.deepEqual(heard, ['strict token-strict 1', 'one token-one 1', 'one token-one 2', 'two token-two 1'])
  assert.deepEqual([...chatwoots.troubles.keys()], ['strict'])
}

async function openChatwoot(name: string, heard: string[], status = 200) {
  const server = createServer((request, response) => {
    heard.push(`${name} ${request.headers['api-access-token']} ${/accounts\/(\d+)/.exec(request.url ?? '')?.[1]}`)
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(status === 401 ? '{"error":"Invalid Access Token"}' : '{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const connection: Connection = {
    ...{ id: ConnectionId.parse(name), baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    ...{ webhookToken: null, secrets: [], allowsUnsigned: false, userToken: null, requestsPerSecond: 1_000 },
    botToken: new Secret(`token-${name}`),
  }
  return {
    connection,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
