import { ConnectBody, ConnectedView, ConnectionView, DisconnectedView } from '../wire/connect-view.ts'
import { askServer } from './control-client.ts'
import { fitting } from './fitting.ts'
import { numbersOf, optionsOf } from './options.ts'
import type { Questions } from './questions.ts'
import { type Told, told } from './told.ts'

const VALUES = ['id', 'account', 'inboxes', 'gateways', 'tenant', 'public-url']
const FLAGS = ['dry-run', 'replace', 'own-read-token']

/**
 * `connect <url>`: makes agent bot and account webhook in a Chatwoot and sets the bot on inboxes. The administrator's
 * token is asked for, never taken from the command line, where others would see it.
 */
export async function connect(dataDir: string, args: readonly string[], questions: Questions): Promise<Told> {
  const { words, named } = optionsOf(args, { values: VALUES, flags: FLAGS })
  const [url] = words
  if (!url) return told(await connected(dataDir))
  const inboxes = named.get('inboxes')
  const account = named.get('account')
  const body = fitting(ConnectBody, {
    url,
    token: await questions.askSecret("administrator's access token: "),
    readToken: named.has('own-read-token') ? await questions.askSecret("a reading user's access token: ") : null,
    id: named.get('id') ?? null,
    account: account === undefined ? null : Number(account),
    inboxes: inboxes === undefined || inboxes === 'all' ? 'all' : numbersOf('inboxes', inboxes),
    gatewayInboxes: numbersOf('gateways', named.get('gateways')),
    replaces: named.has('replace'),
    tenant: named.get('tenant') ?? null,
    publicUrl: named.get('public-url') ?? null,
    isDryRun: named.has('dry-run'),
  } satisfies Record<keyof ConnectBody, unknown>)
  const view = ConnectedView.parse(await askServer(dataDir, 'POST', '/connections', body))
  return told(outcome(view, body.isDryRun), view.obstacles.length === 0)
}

/** `disconnect <id>`: takes away what `connect` made. */
export async function disconnect(dataDir: string, args: readonly string[]): Promise<Told> {
  const [id] = args
  if (!id) return told(`disconnect needs the name of a connection\n${await connected(dataDir)}`, false)
  const path = `/connections/${encodeURIComponent(id)}`
  const { left, mapping } = DisconnectedView.parse(await askServer(dataDir, 'DELETE', path))
  const rest = left.map((each) => `left in Chatwoot, remove it there: ${each}`)
  const aside = mapping ? [`its mapping is in force no more, and kept in the configuration as ${mapping}`] : []
  return told([`connection ${id} is gone`, ...aside, ...rest].join('\n'), left.length === 0)
}

function outcome(
  { id, version, account, steps, obstacles, missing, isDone }: ConnectedView,
  isDryRun: boolean,
): string {
  const isPossible = obstacles.length === 0
  const what = isDone ? `connected as ${id}` : isDryRun && isPossible ? `would be connected as ${id}` : 'NOT connected'
  return [
    `Chatwoot ${version ?? 'of an unknown version'}, account ${account ?? '?'}: ${what}`,
    ...obstacles.map((each) => `PROBLEM  ${each}`),
    ...(isPossible ? steps : []).map((each) => `${isDone ? 'done    ' : 'would   '} ${each}`),
    ...missing.map((each) => `missing  ${each}`),
  ].join('\n')
}

async function connected(dataDir: string): Promise<string> {
  const { connections } = await askServer<{ connections: unknown[] }>(dataDir, 'GET', '/connections')
  if (connections.length === 0) return 'nothing is connected: connect <url>'
  return connections
    .map((each) => ConnectionView.parse(each))
    .map(({ id, from, url, account, version }) => [id, url, account ?? 'all accounts', version ?? '?', from].join('\t'))
    .join('\n')
}
