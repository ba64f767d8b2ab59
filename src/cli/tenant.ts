import { NewTenantBody, NewTenantView } from '../wire/tenant-view.ts'
import { checkLines, isWell } from './checks.ts'
import { askServer } from './control-client.ts'
import { optionsOf } from './options.ts'
import type { Questions } from './questions.ts'
import { type Told, told } from './told.ts'

const VALUES = ['name', 'odoo-url', 'odoo-db', 'odoo-user', 'connection', 'chatwoot-account']

/**
 * `tenant add [<domain>/<account>]`: asks what is not given, writes the YAML, keeps the password, maps the account, and
 * tries both ends. An Odoo without an address is none.
 */
export async function tenant(dataDir: string, args: readonly string[], questions: Questions): Promise<Told> {
  const { words, named } = optionsOf(args, { values: VALUES, flags: ['key'] })
  const [verb, given] = words
  if (verb !== 'add') throw new Error(`tenant ${verb ?? ''} is no command; there is add`)
  const ask = async (name: string, question: string) => named.get(name) ?? (await questions.ask(`${question}: `))
  const id = given ?? (await questions.ask('tenant, as <domain>/<account>: '))
  const name = await ask('name', "the shop's name")
  const url = await ask('odoo-url', "address of the shop's Odoo (empty: none)")
  const odoo = url === '' ? null : await odooOf(url, ask, questions)
  const account = await ask('chatwoot-account', "Chatwoot's account number (empty: mapped later)")
  const body = NewTenantBody.safeParse({
    ...{ tenant: id, name, odoo, chatwootAccount: account === '' ? null : Number(account) },
    ...(named.has('connection') ? { connection: named.get('connection') } : {}),
    makesKey: named.has('key'),
  })
  if (!body.success)
    throw new Error(body.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
  const view = NewTenantView.parse(await askServer(dataDir, 'POST', '/tenants', body.data))
  const key = view.key === null ? [] : [`X-API-Key for its Odoo, shown this once: ${view.key}`]
  const lines = [`${view.tenant} is written in CONFIG_DIR/${view.file}`, ...key, ...checkLines(view.checks)]
  return told(lines.join('\n'), isWell(view.checks))
}

async function odooOf(url: string, ask: (name: string, question: string) => Promise<string>, questions: Questions) {
  return {
    url,
    database: await ask('odoo-db', 'database'),
    username: await ask('odoo-user', 'user'),
    password: await questions.askSecret('password or API key: '),
  }
}
