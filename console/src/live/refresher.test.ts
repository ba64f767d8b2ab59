import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refresher } from './refresher.ts'

test('hints during a reading become one more reading after it', async () => {
  let readings = 0
  let hints: Promise<void>[] = []
  const refresher: Refresher = new Refresher(async () => {
    readings += 1
    if (readings === 1) hints = [refresher.refresh(), refresher.refresh()]
  })
  await refresher.refresh()
  await Promise.all(hints)
  assert.equal(readings, 2)
})

test('a hint during a reading is over only after the reading that followed it', async () => {
  const [began, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let readings = 0
  const refresher = new Refresher(async () => {
    readings += 1
    began.resolve()
    await goesOn.promise
  })
  void refresher.refresh()
  await began.promise
  const hint = refresher.refresh().then(() => readings)
  goesOn.resolve()
  assert.equal(await hint, 2)
})

test('after a failed reading the next hint reads again', async () => {
  let readings = 0
  const refresher = new Refresher(async () => {
    readings += 1
    if (readings === 1) throw new Error('down')
  })
  await assert.rejects(refresher.refresh(), /down/)
  await refresher.refresh()
  assert.equal(readings, 2)
})

test('a closed refresher reads no more', async () => {
  let readings = 0
  const refresher = new Refresher(async () => {
    readings += 1
  })
  refresher.close()
  await refresher.refresh()
  assert.equal(readings, 0)
})
