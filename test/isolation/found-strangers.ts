import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ownersIn, strangers } from './canaries.ts'
import { type ManyTenants, metricsOf, tenantOf } from './many-tenants.ts'
import type { Recorded } from './recorder.ts'

/** Every place in which a canary was found outside its tenant; none: they are apart. Call it when all is quiet. */
export async function foundStrangers(many: ManyTenants, count: number): Promise<string[]> {
  const { url, models, toChatwoot, toOdoo, said } = many
  return [
    ...models.questions.flatMap((question, i) => ofSeveral(`question ${i} to the model`, JSON.stringify(question))),
    ...toChatwoot.requests.flatMap((asked) =>
      strangers(`Chatwoot ${asked.path}`, wholeOf(asked), Number(/\/accounts\/(\d+)\//.exec(asked.path)?.[1] ?? NaN)),
    ),
    ...toOdoo.requests.flatMap((asked) =>
      strangers(`Odoo ${asked.body.slice(0, 200)}`, wholeOf(asked), Number(/"db_(\d+)"/.exec(asked.body)?.[1] ?? NaN)),
    ),
    ...said.flatMap((line) => strangers(`log ${line.slice(0, 200)}`, line, null)),
    ...strangers('/metrics', await metricsOf(url), null),
    ...inFiles(many.dir),
    ...inDatabases(join(many.dir, 'data'), count),
  ]
}

type Sink = 'model' | 'chatwoot' | 'traces' | 'turns' | 'said' | 'index' | 'pushed'

/** Of how many tenants canaries were met where they belong: a test that meets none proves nothing. */
export function met({ models, toChatwoot, dir }: ManyTenants): Record<Sink, number> {
  const owners = (texts: readonly string[]) => new Set(texts.flatMap(ownersIn)).size
  const inTable = (file: string, table: string) => {
    const database = new DatabaseSync(join(dir, 'data', file), { readOnly: true })
    try {
      return owners(
        database
          .prepare(`select * from ${table}`)
          .all()
          .map((row) => JSON.stringify(row)),
      )
    } finally {
      database.close()
    }
  }
  return {
    model: owners(models.questions.map(({ body }) => JSON.stringify(body))),
    chatwoot: owners(toChatwoot.requests.map(({ body }) => body)),
    traces: inTable('store.sqlite', 'steps'),
    turns: inTable('store.sqlite', 'turns'),
    said: inTable('store.sqlite', 'said'),
    index: inTable('search.sqlite', 'passage'),
    pushed: inTable('store.sqlite', 'config_versions'),
  }
}

const wholeOf = ({ path, headers, body }: Recorded): string => `${path}\n${JSON.stringify(headers)}\n${body}`

const ofSeveral = (where: string, text: string): string[] => {
  const owners = ownersIn(text)
  return owners.length > 1 ? [`${where}: the canaries of ${owners.join(' and ')}`] : []
}

/** A tenant's folder holds that tenant's canary alone; what is of all holds none. */
function inFiles(dir: string): string[] {
  const byTenant = new Map<string, number>()
  for (let number = 1; number < 1_000; number++)
    if (!byTenant.has(tenantOf(number))) byTenant.set(tenantOf(number), number)
  return globSync('{config,knowledge}/**/*.*', { cwd: dir }).flatMap((file) => {
    const tenant = /(?:domains|knowledge)\/([^/]+\/[^/]+)\//.exec(file)?.[1]
    return strangers(file, readFileSync(join(dir, file), 'utf8'), (tenant && byTenant.get(tenant)) || null)
  })
}

/** Every row of every table below the data directory, against the tenant that the row names. */
function inDatabases(dir: string, count: number): string[] {
  const numbers = new Map(Array.from({ length: count }, (_, i) => [tenantOf(i + 1), i + 1]))
  return globSync('*.sqlite', { cwd: dir }).flatMap((file) => {
    const database = new DatabaseSync(join(dir, file), { readOnly: true })
    try {
      const owner = ownerIn(database, numbers)
      const tables = database.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[]
      return tables
        .filter(({ name }) => !/_fts|^sqlite_/.test(name))
        .flatMap(({ name }) =>
          (database.prepare(`select * from "${name}"`).all() as Row[]).flatMap((row) =>
            strangers(`${file} ${name}`, JSON.stringify(row), owner(row)),
          ),
        )
    } finally {
      database.close()
    }
  })
}

type Row = Readonly<Record<string, unknown>>

/** Whose a row is: by its tenant, by the index's numbers for tenants and sources, or by Chatwoot's account. */
function ownerIn(database: DatabaseSync, numbers: ReadonlyMap<string, number>): (row: Row) => number | null {
  const ask = (sql: string) => {
    try {
      return database.prepare(sql).all() as { no: number; name: string }[]
    } catch {
      return []
    }
  }
  const byNo = new Map(ask('select no, name from tenant').map(({ no, name }) => [no, name]))
  const bySource = new Map(
    ask('select s.no as no, t.name as name from source s join tenant t on t.no = s.tenant').map(({ no, name }) => [
      no,
      name,
    ]),
  )
  return (row) => {
    const { tenant, source, account, body_json } = row
    const name = typeof tenant === 'string' ? tenant : typeof tenant === 'number' ? byNo.get(tenant) : undefined
    const ofSource = typeof source === 'number' ? bySource.get(source) : undefined
    const inBody = typeof body_json === 'string' ? /"account":(\d+)/.exec(body_json)?.[1] : undefined
    return numbers.get(name ?? ofSource ?? '') ?? (Number(account ?? inBody) || null)
  }
}
