import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ownersIn, strangers } from './canaries.ts'
import { type ManyTenants, tenantOf } from './many-tenants.ts'

/** Every place in which a canary was found outside its tenant; none: they are apart. Call it when all is quiet. */
export async function foundStrangers(many: ManyTenants, count: number): Promise<string[]> {
  const { app, models, toChatwoot, toOdoo, log } = many
  const metrics = await (await fetch(`${app.url}/metrics`, { headers: { 'x-api-key': 'admin' } })).text()
  return [
    ...models.questions.flatMap(({ body }, i) => ofSeveral(`question ${i} to the model`, JSON.stringify(body))),
    ...toChatwoot.requests.flatMap(({ path, body }) =>
      strangers(`Chatwoot ${path}`, body, Number(/\/accounts\/(\d+)\//.exec(path)?.[1] ?? Number.NaN)),
    ),
    ...toOdoo.requests.flatMap(({ body }) =>
      strangers(`Odoo ${body.slice(0, 200)}`, body, Number(/"db_(\d+)"/.exec(body)?.[1] ?? Number.NaN)),
    ),
    ...log.flatMap((line) => strangers(`log ${line.slice(0, 200)}`, line, null)),
    ...strangers('/metrics', metrics, null),
    ...inFiles(many.dir),
    ...inDatabases(join(many.dir, 'data'), count),
  ]
}

/** How many canaries were met at all: a test that meets none proves nothing. */
export function met({ models, toChatwoot }: ManyTenants): Record<'model' | 'chatwoot', number> {
  const owners = (texts: readonly string[]) => new Set(texts.flatMap(ownersIn)).size
  return {
    model: owners(models.questions.map(({ body }) => JSON.stringify(body))),
    chatwoot: owners(toChatwoot.requests.map(({ body }) => body)),
  }
}

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
