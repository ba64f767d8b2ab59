import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type ChatwootSimulator, openChatwootSimulator } from '../../simulator/chatwoot/chatwoot.ts'
import type { WorldInput } from '../../simulator/chatwoot/world.ts'
import { type Office, openOffice } from '../pushes/push-kit.ts'
import { eventually, isNote, isReply, type Shown } from '../support/world.ts'

const person = (key: string, phone: string) => ({ key, name: `Cliente ${key}`, phone, email: null })

/** Another agency's Chatwoot: its account 1 is somebody else's than the demo's. */
const otherWorld = (more: Partial<WorldInput> = {}): WorldInput => ({
  bot: { id: 3, name: 'Outro', token: 'other-bot', secret: 'other-secret', outgoingUrl: 'http://127.0.0.1:9/nowhere' },
  users: [
    { id: 7, name: 'Rita', email: 'rita@agencia.example', token: 'canary-admin-token', role: 'administrator' },
    { id: 8, name: 'Caio', email: 'caio@agencia.example', token: 'agent-token', role: 'agent' },
  ],
  accounts: [
    {
      id: 1,
      tenant: 'other/shop',
      name: 'Móveis Jatobá',
      inboxes: [
        { id: 11, name: 'WhatsApp', channel: 'Channel::Whatsapp', hasBot: false, greeting: 'Oi, já te atendo' },
        { id: 12, name: 'Evolution', channel: 'Channel::Api', hasBot: false, secret: 'gateway-secret' },
        { id: 13, name: 'Site', channel: 'Channel::WebWidget', hasBot: true },
      ],
      contacts: [person('ana', '+5511955550101'), person('dora', '+5511955550104')],
    },
  ],
  ...more,
})

interface Other extends AsyncDisposable {
  readonly chatwoot: ChatwootSimulator
  writes(text: string, given?: { channel?: string; contact?: string }): Promise<number>
  until(conversation: number, isSo: (lines: readonly Shown[], status: string) => boolean): Promise<readonly Shown[]>
}

async function openOther(more: Partial<WorldInput> = {}): Promise<Other> {
  const chatwoot = await openChatwootSimulator({ world: otherWorld(more) })
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const answer = await fetch(`${chatwoot.url}${path}`, { ...init, headers: { 'content-type': 'application/json' } })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  return {
    chatwoot,
    async writes(text, { channel = 'whatsapp', contact = 'ana' } = {}) {
      const said = { tenant: 'other/shop', channel, contact, text }
      return (await ask<{ conversation: number }>('/simulator/messages', said)).conversation
    },
    until: (conversation, isSo) =>
      eventually(async () => {
        const { payload } = await ask<{ payload: Shown[] }>(`/simulator/conversations/${conversation}/messages`)
        const { status } = await ask<{ status: string }>(`/simulator/conversations/${conversation}`)
        return isSo(payload, status) ? payload : null
      }),
    [Symbol.asyncDispose]: () => chatwoot[Symbol.asyncDispose](),
  }
}

const connect = (office: Office, other: Other, more: object = {}) =>
  office.cli('POST', '/connections', {
    url: other.chatwoot.url,
    token: 'canary-admin-token',
    publicUrl: office.world.app.url,
    id: 'jatoba',
    tenant: 'furniture/account_2',
    inboxes: [11, 12],
    ...more,
  })

test('a Chatwoot that is connected while the server runs is answered at once, beside the first one', async () => {
  await using other = await openOther()
  await using office = await openOffice()
  const told = await connect(office, other)
  assert.deepEqual([told.status, told.body.isDone, told.body.obstacles], [200, true, []], told.text)
  assert.ok(told.body.missing.some((line: string) => /SAFE_FETCH_ALLOW_PRIVATE_NETWORK/.test(line)))
  assert.ok(told.body.missing.some((line: string) => /RACK_ATTACK_ALLOWED_IPS/.test(line)))
  assert.ok(told.body.missing.some((line: string) => /inbox 11 .* greeting/.test(line)))
  assert.ok(!told.body.missing.some((line: string) => /signed test/.test(line)), told.text)

  const there = await other.writes('oi, bom dia! tudo bem?')
  const here = await office.world.writes('oi, bom dia! tudo bem?')
  const said = await other.until(there, (lines) => lines.some(isReply))
  assert.match(said.find(isReply)?.content ?? '', /Jatobá/)
  assert.match((await office.world.until(here, (lines) => lines.some(isReply))).find(isReply)?.content ?? '', /Aurora/)
  assert.deepEqual(
    (await office.cli('GET', '/connections')).body.connections.map(({ id }: { id: string }) => id),
    ['default', 'jatoba'],
  )
})

test('tokens and secrets of a connection lie encrypted, and it is there again after a restart', async () => {
  await using other = await openOther()
  await using office = await openOffice()
  await connect(office, other)
  const bytes = globSync('data/*', { cwd: office.world.dir })
    .filter((file) => /sqlite/.test(file))
    .map((file) => readFileSync(join(office.world.dir, file), 'latin1'))
    .join('')
  assert.ok(bytes.includes('jatoba'))
  assert.doesNotMatch(bytes, /canary-admin-token/)
  await office.world.reopen()
  const { connections } = (await office.cli('GET', '/connections')).body
  assert.equal(connections.find(({ id }: { id: string }) => id === 'jatoba').account, 1)
  const conversation = await other.writes('oi, bom dia! tudo bem?')
  await other.until(conversation, (lines) => lines.some(isReply))
})

test('a dry run says what it would do and changes nothing', async () => {
  await using other = await openOther()
  await using office = await openOffice()
  const told = await connect(office, other, { isDryRun: true, inboxes: 'all' })
  assert.equal(told.body.isDone, false)
  assert.ok(told.body.steps.some((step: string) => /agent bot/.test(step)))
  assert.ok(
    told.body.missing.some((line: string) => /inbox 13 .* keeps its bot "Outro"/.test(line)),
    told.text,
  )
  const made = Object.keys(other.chatwoot.stats().rest).filter((route) => !route.startsWith('GET'))
  assert.deepEqual(made, [])
})

test('a token that is no administrator’s, or a number that is no inbox, is an obstacle and changes nothing', async () => {
  await using other = await openOther()
  await using office = await openOffice()
  const agent = await connect(office, other, { token: 'agent-token' })
  assert.match(agent.body.obstacles[0], /must be an administrator's/)
  const unknown = await connect(office, other, { inboxes: [99] })
  assert.match(unknown.body.obstacles[0], /no inbox 99/)
  const wrong = await connect(office, other, { token: 'wrong' })
  assert.deepEqual([wrong.status, wrong.body.error.code], [502, 'CHATWOOT_UNAUTHORIZED'])
  assert.equal((await office.cli('GET', '/connections')).body.connections.length, 1)
})

test('disconnected, its bot and webhook are gone, and it is answered no more', async () => {
  await using other = await openOther()
  await using office = await openOffice()
  await connect(office, other)
  const gone = await office.cli('DELETE', '/connections/jatoba')
  assert.deepEqual([gone.status, gone.body.left], [200, []], gone.text)
  const bots = await fetch(`${other.chatwoot.url}/api/v1/accounts/1/agent_bots`, {
    headers: { 'api-access-token': 'canary-admin-token' },
  })
  assert.deepEqual(
    ((await bots.json()) as { name: string }[]).map(({ name }) => name),
    ['Outro'],
  )
  assert.equal((await office.cli('GET', '/connections')).body.connections.length, 1)
})

test('a Chatwoot that does not sign is connected with hints, and answered all the same', async () => {
  await using other = await openOther({ version: '4.11.0' })
  await using office = await openOffice()
  const told = await connect(office, other)
  assert.ok(
    told.body.missing.some((line: string) => /older than 4\.13\.0/.test(line)),
    told.text,
  )
  const conversation = await other.writes('oi, bom dia! tudo bem?')
  await other.until(conversation, (lines) => lines.some(isReply))
})

// requirement: apart.connection
test('an account that only a fallback serves gets no tools: an order is not looked up, a human is called', async () => {
  await using other = await openOther()
  await using office = await openOffice()
  await connect(office, other, { tenant: null })
  const before = office.world.odoo.calls
  const body = { fallbacks: [{ domain: 'cosmetics', account_id: 'account_1', sequence: 1 }] }
  assert.equal((await office.call('PATCH', '/mapping/?connection=jatoba', { body })).status, 200)
  const conversation = await other.writes('onde está meu pedido S00042?')
  const lines = await other.until(conversation, (shown, status) => status === 'open' && shown.some(isNote))
  const words = lines
    .filter(isReply)
    .map(({ content }) => content)
    .join('\n')
  assert.doesNotMatch(words, /Batom|R\$/)
  assert.equal(office.world.odoo.calls, before)
})

// requirement: apart.connection
test('the fallback of one connection serves no other', async () => {
  await using other = await openOther()
  await using office = await openOffice()
  await connect(office, other, { tenant: null })
  const body = { fallbacks: [{ domain: 'cosmetics', account_id: 'account_1', sequence: 1 }] }
  await office.call('PATCH', '/mapping/', { body })
  await other.writes('oi')
  await eventually(async () => (other.chatwoot.stats().webhooks.failed > 0 ? true : null))
})

test('bot, account webhook and API inbox tell the same message, and it is answered once', async () => {
  const world = JSON.parse(readFileSync('demo/chatwoot-world.json', 'utf8')) as WorldInput
  await using office = await openOffice({
    settings: { CHATWOOT_WEBHOOK_SECRETS: 'demo-webhook-secret,account-secret,gateway-secret' },
    chatwootWorld: (url) => ({
      ...world,
      webhooks: [
        {
          account: 1,
          url,
          secret: 'account-secret',
          subscriptions: ['message_created', 'message_updated', 'conversation_updated', 'conversation_created'],
        },
      ],
      accounts: world.accounts.map((account) =>
        account.id === 1
          ? {
              ...account,
              inboxes: [
                ...account.inboxes,
                { id: 105, name: 'Evolution', channel: 'Channel::Api', webhookUrl: url, secret: 'gateway-secret' },
              ],
            }
          : account,
      ),
    }),
  })
  const conversation = await office.world.writes('oi, bom dia! tudo bem?', { channel: 'api' })
  await office.world.until(conversation, (lines) => lines.some(isReply))
  await office.world.chatwoot.settled()
  assert.equal((await office.world.replies(conversation)).length, 1)
  assert.equal(office.world.chatwoot.stats().webhooks.failed, 0)
})
