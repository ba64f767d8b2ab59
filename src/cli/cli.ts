/** The command line of a running server: `npm run chatwootai -- parked list`. */
import { readSettings } from '../settings.ts'
import { parked } from './parked.ts'

const USAGE = `usage: chatwootai <command>
  parked list            messages that were set aside, newest first
  parked show <id>       one of them, whole
  parked rerun <id>      answer it now
  parked drop <id>       end it for good
The server is found by DATA_DIR.`

try {
  const [command, ...args] = process.argv.slice(2)
  if (command === 'parked') console.log(await parked(readSettings().DATA_DIR, args))
  else {
    console.log(USAGE)
    process.exitCode = command === undefined || command === 'help' ? 0 : 1
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
