import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { MessageChannel } from 'node:worker_threads'
import { TenantId } from '../../domain/ids.ts'
import { PEER_HEADER, serveBridge } from './bridge.ts'
import { HttpDoor } from './http-door.ts'
import { WebhookHandler } from './intake.ts'

async function withDoor(
  fetchMain: (request: Request) => Response | Promise<Response>,
  body: (url: string, port: number) => Promise<void>,
) {
  const { port1, port2 } = new MessageChannel()
  const webhooks = new WebhookHandler({
    queue: { put: async () => {} },
    connections: [],
    tenantOf: () => TenantId.parse('retail/account_1'),
    now: Date.now,
  })
  const door = await HttpDoor.open({ listen: { host: '127.0.0.1', port: 0 }, webhooks, bridge: port2, count: () => {} })
  serveBridge(port1, fetchMain)
  try {
    await body(`http://127.0.0.1:${door.port}`, door.port)
  } finally {
    await door.close()
    port1.close()
    port2.close()
  }
}

test('what is no webhook is answered by the main thread, body, status, headers and all', () =>
  withDoor(
    async (request) =>
      new Response(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`, {
        status: 418,
        headers: { 'x-one': '1' },
      }),
    async (url) => {
      const answer = await fetch(`${url}/api/x?y=1`, { method: 'POST', body: 'hello' })
      assert.deepEqual(
        [answer.status, answer.headers.get('x-one'), await answer.text()],
        [418, '1', 'POST /api/x hello'],
      )
    },
  ))

// requirement: plain.doors
test('a caller cannot say where it calls from', () =>
  withDoor(
    (request) => new Response(request.headers.get(PEER_HEADER)),
    async (url) => {
      const answer = await fetch(url, { headers: { [PEER_HEADER]: '10.0.0.1' } })
      assert.equal(await answer.text(), '127.0.0.1')
    },
  ))

test('a stream flows as it is made, and ends when the watcher goes', async () => {
  const gone = Promise.withResolvers<void>()
  const stream = () =>
    new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('one')),
      cancel: () => gone.resolve(),
    })
  await withDoor(
    () => new Response(stream()),
    async (url) => {
      const abort = new AbortController()
      const answer = await fetch(url, { signal: abort.signal })
      const first = await answer.body?.getReader().read()
      assert.equal(new TextDecoder().decode(first?.value), 'one')
      abort.abort()
      await gone.promise
    },
  )
})

// requirement: ack.body-limit
for (const [path, says] of [
  ['/webhooks/x', /413[\s\S]*BODY_TOO_LARGE/],
  ['/odoo-webhook', /413[\s\S]*BODY_TOO_LARGE[\s\S]*"detail":"[^"]*8 MiB/],
] as const)
  test(`a body over 8 MiB is refused by name at ${path}`, () =>
    withDoor(
      () => new Response('never asked'),
      async (_, port) => {
        const socket = connect(port, '127.0.0.1')
        socket.on('error', () => {})
        socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n`)
        socket.write(Buffer.alloc(8.5 * 1024 * 1024))
        const text = await new Promise<string>((resolve) =>
          socket.once('data', (data) => resolve(data.toString('utf8'))),
        )
        socket.destroy()
        assert.match(text, says)
      },
    ))

test('a route that throws is a bare 500, and the door goes on', () =>
  withDoor(
    (request) => {
      if (request.url.endsWith('/bad')) throw new Error('a bug')
      return new Response('fine')
    },
    async (url) => {
      assert.equal((await fetch(`${url}/bad`)).status, 500)
      assert.equal(await (await fetch(url)).text(), 'fine')
    },
  ))

test('a header that HTTP does not allow is a bare 500, and the door goes on', () =>
  withDoor(
    (request) =>
      request.url.endsWith('/bad')
        ? ({ status: 99_999, headers: [], body: null } as unknown as Response)
        : new Response('fine'),
    async (url) => {
      assert.equal((await fetch(`${url}/bad`)).status, 500)
      assert.equal(await (await fetch(url)).text(), 'fine')
    },
  ))

test('JSON says how long it is', () =>
  withDoor(
    () => Response.json({ status: 'ready', name: 'Olá' }),
    async (url) => {
      const answer = await fetch(url)
      const text = await answer.text()
      assert.equal(answer.headers.get('content-length'), String(Buffer.byteLength(text)))
      assert.deepEqual(JSON.parse(text), { status: 'ready', name: 'Olá' })
    },
  ))
