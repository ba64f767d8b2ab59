import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { Http } from './http.ts'
import { OdooFailure } from './odoo-failure.ts'

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
const ECDSA_SHA256 = der(0x30, der(0x06, Buffer.from('2a8648ce3d040302', 'hex')))
const COMMON_NAME = der(0x06, Buffer.from('550403', 'hex'))
const time = (text: string) => der(0x17, Buffer.from(text))

/** A certificate that nobody vouches for, as a shop makes one for its own server. */
function ownCertificate() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, Buffer.from('localhost')))))
  const body = der(
    0x30,
    ...[der(0x02, Buffer.from([1])), ECDSA_SHA256, name, der(0x30, time('200101000000Z'), time('491231235959Z')), name],
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const whole = der(0x30, body, ECDSA_SHA256, der(0x03, Buffer.from([0]), sign('sha256', body, privateKey)))
  const cert = `-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) }
}

test('a certificate that nobody vouches for is refused, unless the shop says not to check it', async () => {
  const server = createServer(ownCertificate(), (_, response) => response.end('{"ok":true}')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [strict, lenient] = [new Http(url), new Http(url, { verifiesCertificate: false })]
  const ask = { path: '/', body: undefined }
  const signal = AbortSignal.timeout(10_000)
  try {
    await assert.rejects(strict.ask(ask, signal), OdooFailure)
    assert.deepEqual(await lenient.ask(ask, signal), { status: 200, json: { ok: true } })
  } finally {
    await Promise.all([strict.close(), lenient.close()])
    server.close()
  }
})
