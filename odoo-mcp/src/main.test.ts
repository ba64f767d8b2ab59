import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const ENV = { ODOO_URL: 'http://127.0.0.1:9', ODOO_DB: 'shop', ODOO_USERNAME: 'bot', ODOO_API_KEY: 'key-of-the-test' }

const connect = async (env: Record<string, string>, mode: 'legacy' | 'auto') => {
  const client = new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode } })
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [MAIN], env, stderr: 'ignore' }))
  return client
}

for (const mode of ['legacy', 'auto'] as const)
  test(`any MCP client can run it over stdio (${mode} handshake) and sees read-only tools`, async () => {
    const client = await connect(ENV, mode)
    try {
      const { tools } = await client.listTools()
      assert.deepEqual(
        tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint]),
        [
          ['find_products', true],
          ['product_details', true],
          ['order_status', true],
        ],
      )
      const result = await client.callTool({ name: 'find_products', arguments: { query: 'batom' } })
      assert.equal(result.isError, true)
      assert.match(JSON.stringify(result.content), /did not answer/)
    } finally {
      await client.close()
    }
  })

test('without its settings it does not start', async () => {
  await assert.rejects(connect({ ...ENV, ODOO_URL: 'not a url' }, 'legacy'))
})
