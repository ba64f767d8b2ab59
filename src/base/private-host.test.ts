import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hostOf, isPrivateHost } from './private-host.ts'

const host = (address: string) => hostOf(address)?.hostname ?? ''

test('every way to write an address of one’s own network is known for one', () => {
  const own = [
    ...['http://127.0.0.1', 'http://127.1', 'http://0x7f.1', 'http://2130706433', 'http://017700000001', '0.0.0.0'],
    ...['10.0.0.5:8069', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '224.0.0.1'],
    ...['http://[::1]', 'http://[::]', 'http://[fe80::1]', 'http://[fd00::1]', 'http://[::ffff:10.0.0.1]'],
    ...['http://[64:ff9b::a00:1]', 'http://[2002:a00:1::]', 'http://１２７.0.0.1', 'http://127。0。0。1'],
    ...['localhost', 'LOCALHOST:8069', 'odoo', 'http://odoo:8069', 'db.localhost', 'printer.local', 'api.internal'],
    ...['metadata.google.internal', 'localhost.', 'nas.home.arpa', 'user:pass@10.0.0.1'],
  ]
  assert.deepEqual(
    own.filter((address) => !isPrivateHost(host(address))),
    [],
  )
})

test('a public name or address is none', () => {
  const others = [
    ...['https://odoo.casaaurora.example', 'www.example.com', '8.8.8.8', '172.32.0.1', 'http://[2606:4700::1111]'],
    ...['localhost.example.com', '10.0.0.1.example.com', 'internal.example', 'xn--caf-dma.example'],
  ]
  assert.deepEqual(
    others.filter((address) => isPrivateHost(host(address))),
    [],
  )
})
