import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OdooClient } from './client/odoo-client.ts'
import { type Pictured, Pictures } from './pictures.ts'

const PNG = `iVBOR${'x'.repeat(1_000)}`

/** An Odoo whose products all have this picture; `read` is which were asked for, call by call. */
function shop(base64: string | false = PNG) {
  const read: (readonly number[])[] = []
  const odoo = {
    call: async (_model: string, _method: string, { ids = [] }: { ids?: readonly number[] }) => {
      read.push(ids)
      return ids.map((id) => ({ id, image_512: base64 }))
    },
  } as unknown as OdooClient
  return { pictures: new Pictures(odoo), read }
}

const product = (id: number, changedAt: string | null = '2026-10-01 12:00:00'): Pictured => ({
  ...{ id, name: `Produto ${id}`, changedAt },
})

test('a picture is read once, until its product changes', async () => {
  const { pictures, read } = shop()
  const [first] = await pictures.of([product(1)], {})
  assert.deepEqual(first, { name: 'Produto 1.png', mimeType: 'image/png', base64: PNG })
  assert.deepEqual(await pictures.of([product(1), product(2)], {}), [
    { name: 'Produto 1.png', mimeType: 'image/png', base64: PNG },
    { name: 'Produto 2.png', mimeType: 'image/png', base64: PNG },
  ])
  await pictures.of([product(1, '2026-10-02 08:00:00')], {})
  assert.deepEqual(read, [[1], [2], [1]])
})

test('that a product has no picture is remembered too; nothing is, where Odoo does not say when it changed', async () => {
  const without = shop(false)
  assert.deepEqual(await without.pictures.of([product(1)], {}), [])
  assert.deepEqual(await without.pictures.of([product(1)], {}), [])
  assert.equal(without.read.length, 1)
  const silent = shop()
  await silent.pictures.of([product(1, null)], {})
  await silent.pictures.of([product(1, null)], {})
  assert.equal(silent.read.length, 2)
})

test('the oldest give way before four million characters are kept', async () => {
  const { pictures, read } = shop(`iVBOR${'x'.repeat(1_500_000)}`)
  for (const id of [1, 2, 3]) await pictures.of([product(id)], {})
  await pictures.of([product(3)], {})
  assert.equal(read.length, 3)
  await pictures.of([product(1)], {})
  assert.equal(read.length, 4)
})
