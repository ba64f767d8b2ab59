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
  config explain <domain>/<account>    each value and the line that says so
  config list                          the tenants, their versions and problems
  config migrate <old-dir>             copy an older layout into CONFIG_DIR
  credentials set <tenant> <ref>       keep a secret, read from standard input
  credentials rotate [tenant]          encrypt all of them with the newest key
  credentials check [tenant]           how each is stored, and which cannot be used
The server is found by DATA_DIR, the configuration by CONFIG_DIR.`

try {
  const [command, ...args] = process.argv.slice(2)
  if (command === 'parked') console.log(await parked(readSettings().DATA_DIR, args))
  else if (command === 'backup') console.log(await backup(readSettings().DATA_DIR, args))
  else if (command === 'privacy') console.log(await privacy(readSettings().DATA_DIR, args))
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

async function configured(args: readonly string[]): Promise<Told> {
  const [{ config }, { TenantTools }] = await Promise.all([import('./config.ts'), import('../tenant-tools.ts')])
  return config(args, new TenantTools(readSettings()))
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
