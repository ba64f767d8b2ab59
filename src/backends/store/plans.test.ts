import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { ConnectionId, tenantOf } from '../../domain/ids.ts'
import { Store } from './store.ts'

const LANE = {
  tenant: tenantOf('retail', 'account_1'),
  connection: ConnectionId.parse('default'),
  account: 1,
  conversation: 7,
}

/** Whole-table reads cost nothing while a test is small, and a second each after a year of turns. */
test('what every message asks of the store is found by an index', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'plans-'))
  const asked: string[] = []
  const prepare = DatabaseSync.prototype.prepare
  DatabaseSync.prototype.prepare = function (sql: string) {
    asked.push(sql)
    return prepare.call(this, sql)
  }
  try {
    const store = await Store.open({ dir, owner: 'test', now: () => 1, survives: 'process' })
    const tenant = store.for(LANE.tenant)
    await tenant.openRows(LANE)
    await tenant.nextOutboxRow(LANE)
    await tenant.said(LANE, 20)
    await tenant.lane(LANE)
    await tenant.lease(LANE)
    await tenant.dropPlannedWords(LANE, 'a test')
    await store.takeDueTimers()
    await store.close()
  } finally {
    DatabaseSync.prototype.prepare = prepare
  }
  const database = new DatabaseSync(join(dir, 'store.sqlite'))
  const scans = asked
    .filter((sql) => /^(select|update|delete) /.test(sql) && sql.includes('?'))
    .filter((sql) =>
      database
        .prepare(`explain query plan ${sql}`)
        .all(...nulls(sql))
        .some(isScan),
    )
  database.close()
  rmSync(dir, { recursive: true })
  assert.ok(asked.some((sql) => sql.includes('outbox')))
  assert.deepEqual(scans, [])
})

const nulls = (sql: string) => Array.from(sql.matchAll(/\?/g), () => 1)
const isScan = ({ detail }: Record<string, unknown>) => /^SCAN \w+$/.test(String(detail))
