import { LANGUAGES } from '../domain/language.ts'
import { NewTenantBody, NewTenantView } from '../wire/tenant-view.ts'
import { checkLines, isWell } from './checks.ts'
import { askServer } from './control-client.ts'
import { fitting } from './fitting.ts'
import { optionsOf } from './options.ts'
import type { Questions } from './questions.ts'
import { type Told, told } from './told.ts'

const VALUES = [
  'name',
  'language',
  'hours',
  'timezone',
  'odoo-url',
  'odoo-db',
  'odoo-user',
  'connection',
  'chatwoot-account',
]

const HOURS =
  'opening hours, such as "segunda a sexta: 9h às 18h; sábado: 9h às 13h" (empty: Monday to Friday, 09:00 to 18:00)'

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
  const language = (await ask('language', `language, ${LANGUAGES.join(', ')} (empty: pt-BR)`)) || 'pt-BR'
  const hours = await ask('hours', HOURS)
  const url = await ask('odoo-url', "address of the shop's Odoo (empty: none)")
  const odoo = url === '' ? null : await odooOf(url, ask, questions)
  const account = await ask('chatwoot-account', "Chatwoot's account number (empty: mapped later)")
  const optional = (option: string) => (named.has(option) ? { [option]: named.get(option) } : {})
  const body = fitting(NewTenantBody, {
    ...{ tenant: id, name, language, odoo, chatwootAccount: account === '' ? null : Number(account) },
    ...{ hours: linesIn(hours), ...optional('connection'), ...optional('timezone'), makesKey: named.has('key') },
  })
  const view = NewTenantView.parse(await askServer(dataDir, 'POST', '/tenants', body))
  const key = view.key === null ? [] : [`X-API-Key for its Odoo, shown this once: ${view.key}`]
  const lines = [`${view.tenant} is written in ${view.file}`, ...key, ...checkLines(view.checks)]
  return told(lines.join('\n'), isWell(view.checks))
}

const linesIn = (hours: string): string[] =>
  hours
    .split(';')
    .map((line) => line.trim())
    .filter((line) => line !== '')

async function odooOf(url: string, ask: (name: string, question: string) => Promise<string>, questions: Questions) {
  return {
    url,
    database: await ask('odoo-db', 'database'),
    username: await ask('odoo-user', 'user'),
    password: await questions.askSecret('password or API key: '),
  }
}
