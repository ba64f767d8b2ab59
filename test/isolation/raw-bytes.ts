import assert from 'node:assert/strict'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ownersIn } from './canaries.ts'
import { type ManyTenants, tenantOf } from './many-tenants.ts'
import { overSocket } from './served.ts'

/**
 * What the raw bytes of the data directory hold that no row accounts for. The rows themselves are looked at one by one
 * elsewhere (`found-strangers.ts`); what all tenants share holds nothing but them. Call it when all is quiet.
 */
export async function unaccountedBytes(many: ManyTenants): Promise<string[]> {
  const dir = join(many.dir, 'data')
  // As whoever erases a person does: what was taken out of the queue leaves its bytes too.
  const nobody = new URLSearchParams({ tenant: tenantOf(1), account: '1', contact: '999999' })
  await overSocket(dir, 'DELETE', `/privacy?${nobody}`)
  const files = globSync('**/*', { cwd: dir, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const databases = files.filter((file) => file.endsWith('.sqlite'))
  const others = files.filter((file) => !/\.sqlite(-wal|-shm)?$/.test(file))
  assert.ok(databases.length >= 3 && others.length > 0, files.join(' '))
  return [
    ...others.flatMap((file) => told(`${basename(file)}, which is of all`, bytesOf(file))),
    ...databases.flatMap(inDatabase),
  ]
}

const told = (where: string, text: string): string[] =>
  ownersIn(text).map((owner) => `${where}: the canary of ${tenantOf(owner)} in its bytes`)

const bytesOf = (file: string): string => readFileSync(file, 'latin1')

/**
 * Without its rows a database holds no canary: not in an index, a search table, a statistic or a schema. And the file
 * as it is on the disk, with its journal, holds none of a tenant that has no row in it.
 */
function inDatabase(file: string): string[] {
  const raw = globSync(`${file}{,-wal}`).map(bytesOf).join('\n')
  const dir = mkdtempSync(join(tmpdir(), 'bytes-'))
  const copy = join(dir, 'copy.sqlite')
  try {
    copied(file, copy)
    const withRows = new Set(ownersIn(bytesOf(copy)))
    emptied(copy)
    return [
      ...told(`${basename(file)} without its rows`, bytesOf(copy)),
      ...ownersIn(raw)
        .filter((owner) => !withRows.has(owner))
        .map((owner) => `${basename(file)}: the canary of ${tenantOf(owner)}, which has no row with it`),
    ]
  } finally {
    rmSync(dir, { recursive: true })
  }
}

function copied(file: string, copy: string): void {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    database.prepare('vacuum into ?').run(copy)
  } finally {
    database.close()
  }
}

/** Every row of every table taken out; a search table after it was found to hold just what its table does. */
function emptied(copy: string): void {
  const database = new DatabaseSync(copy)
  try {
    database.exec('pragma foreign_keys = off; pragma secure_delete = on')
    for (const { name, sql } of tablesOf(database))
      if (/using fts5/i.test(sql)) {
        database.exec(`insert into "${name}" ("${name}", rank) values ('integrity-check', 1)`)
        database.exec(`insert into "${name}" ("${name}") values ('delete-all')`)
      }
    for (const { name, sql } of tablesOf(database))
      if (!/using fts5/i.test(sql) && !/^sqlite_|_fts_/.test(name)) database.exec(`delete from "${name}"`)
    database.exec('vacuum; pragma wal_checkpoint(truncate)')
  } finally {
    database.close()
  }
}

const tablesOf = (database: DatabaseSync) =>
  database.prepare("select name, sql from sqlite_master where type = 'table'").all() as { name: string; sql: string }[]
