/** The command line: `npm run chatwootai -- parked list`. */
import { text } from 'node:stream/consumers'
import { readSettings } from '../settings.ts'
import { backup } from './backup.ts'
import { parked } from './parked.ts'
import { privacy } from './privacy.ts'
import type { Told } from './told.ts'

const USAGE = `usage: chatwootai <command>
  parked list            messages that were set aside, newest first
  parked show <id>       one of them, whole
  parked rerun <id>      answer it now
  parked drop <id>       end it for good
  backup <dir>           copy what must survive, while the server runs
  privacy export|erase <tenant> <account> <contact> [connection]
                         what is kept of one person: show it, or have it gone
  config validate [path] [--json]      every problem of the configuration at once
  config explain <domain>/<account> [--json]
                         each value and the line that says so, pushed ones too
  config list [--json]   the tenants, their versions and problems
  config migrate <old-dir>             copy an older layout into CONFIG_DIR
  credentials set <tenant> <ref>       keep a secret, read from standard input
  credentials rotate [tenant]          encrypt all of them with the newest key
  credentials check [tenant]           how each is stored, and which cannot be used
  connect                connections there are
  connect <url> [--inboxes all|1,2] [--account n] [--tenant <domain>/<account>] [--id name]
          [--gateways 3] [--public-url u] [--replace] [--own-read-token] [--dry-run]
                         make bot and webhook in a Chatwoot; its administrator's token is asked for
  disconnect <id>        take them away again
  doctor [--json]        every setting and where it is from, and what is not well
  tenant add [<domain>/<account>] [--name n] [--language l] [--hours h] [--timezone t]
          [--odoo-url u --odoo-db d --odoo-user u] [--chatwoot-account n]
          [--connection id] [--key]
                         ask, write its YAML, keep its password, try both ends
  pause <tenant>|--all   stop the crew at once; its conversations go to humans
  resume <tenant>|--all  let it answer again
  keys list|add <tenant> [label] [--new]|revoke <id>
                         keys with which one tenant's Odoo pushes; --new: it is not there yet
  audit [tenant]         who did what, newest first
The server is found by DATA_DIR, the configuration by CONFIG_DIR.`

type ServerCommand = (dataDir: string, args: readonly string[]) => Promise<Told>

/** Commands that a running server does, loaded when they are asked for. */
const SERVER_COMMANDS: Readonly<Record<string, () => Promise<ServerCommand>>> = {
  connect: async () => {
    const [{ connect }, { terminalQuestions }] = await Promise.all([import('./connect.ts'), import('./questions.ts')])
    return (dataDir, args) => connect(dataDir, args, terminalQuestions())
  },
  disconnect: async () => (await import('./connect.ts')).disconnect,
  doctor: async () => (await import('./doctor.ts')).doctor,
  tenant: async () => {
    const [{ tenant }, { terminalQuestions }] = await Promise.all([import('./tenant.ts'), import('./questions.ts')])
    return (dataDir, args) => tenant(dataDir, args, terminalQuestions())
  },
  pause: async () => (await import('./pause.ts')).pause,
  resume: async () => (await import('./pause.ts')).resume,
  keys: async () => (await import('./keys.ts')).keys,
  audit: async () => (await import('./keys.ts')).audit,
}

try {
  const [command, ...args] = process.argv.slice(2)
  if (command === 'parked') console.log(await parked(readSettings().DATA_DIR, args))
  else if (command === 'backup') console.log(await backup(readSettings().DATA_DIR, args))
  else if (command === 'privacy') console.log(await privacy(readSettings().DATA_DIR, args))
  else if (command !== undefined && Object.hasOwn(SERVER_COMMANDS, command)) tell(await served(command, args))
  else if (command === 'config') tell(await configured(args))
  else if (command === 'credentials') tell(await credentialed(args))
  else {
    console.log(USAGE)
    process.exitCode = command === undefined || command === 'help' ? 0 : 1
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function served(command: string, args: readonly string[]): Promise<Told> {
  const run = await SERVER_COMMANDS[command]?.()
  if (!run) throw new Error(`${command} is no command`)
  return run(readSettings().DATA_DIR, args)
}

async function configured(args: readonly string[]): Promise<Told> {
  const [{ config }, { TenantTools }, { askIfRunning }] = await Promise.all([
    import('./config.ts'),
    import('../tenant-tools.ts'),
    import('./control-client.ts'),
  ])
  const settings = readSettings()
  return config(args, { tools: new TenantTools(settings), ask: (path) => askIfRunning(settings.DATA_DIR, path) })
}

async function credentialed(args: readonly string[]): Promise<Told> {
  const [{ credentials }, { TenantTools }] = await Promise.all([
    import('./credentials.ts'),
    import('../tenant-tools.ts'),
  ])
  return credentials(args, { tools: new TenantTools(readSettings()), readInput: () => text(process.stdin) })
}

function tell({ text: said, exitCode }: Told): void {
  console.log(said)
  process.exitCode = exitCode
}
