import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { Failure } from '../base/failure.ts'
import { chatwootTime } from './chatwoot-time.ts'
import { openChatwootHost } from './host.ts'

const AT_MS = Date.UTC(2026, 10, 1, 5, 59, 30)

/** What is heard of a Chatwoot whose `/api` answers so. */
async function heard(status: number, body: string, date: string | null): Promise<number | null> {
  const server = createServer((_, response) => {
    response.sendDate = false
    response.writeHead(status, { 'content-type': 'application/json', ...(date ? { date } : {}) }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = openChatwootHost({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  try {
    return await chatwootTime(host)
  } finally {
    await host.close()
    server.close()
  }
}

const DATE = new Date(AT_MS).toUTCString()
const SAID = JSON.stringify({ version: '4.16.0', timestamp: '2026-11-01 05:59:30' })

test('a Chatwoot’s own time is believed first, then the date of whoever answers, then nobody', async () => {
  assert.equal(await heard(200, SAID, 'Thu, 01 Jan 1970 00:00:00 GMT'), AT_MS)
  assert.equal(await heard(200, '{"version":"4.16.0"}', DATE), AT_MS)
  assert.equal(await heard(404, '<html></html>', DATE), AT_MS)
  assert.equal(await heard(200, '{}', null), null)
})

test('nobody who answers, or only a proxy that misses it, is a failure that may be over later', async () => {
  const host = openChatwootHost({ baseUrl: 'http://127.0.0.1:1' })
  const isBusy = (error: unknown) => error instanceof Failure && error.code === 'CHATWOOT_BUSY'
  await assert.rejects(chatwootTime(host), isBusy)
  await assert.rejects(heard(502, '<html></html>', DATE), isBusy)
  await host.close()
})
