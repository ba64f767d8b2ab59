import { readFileSync } from 'node:fs'
import { page } from './markdown.ts'

const SOURCE = 'src/cli/cli.ts'

/** What the command line says of itself. */
export function commandsPage(): string {
  return page('Command line', SOURCE, [
    '`config list`, `explain` and `validate` ask the running server, which knows what was pushed; where none runs, and for `validate <path>`, they read the files alone and say so. `config migrate` and `credentials` work on the files in `CONFIG_DIR`. The other commands talk to the running server over the socket in its data directory and never open its data files; they need the same `DATA_DIR`.',
    `\`\`\`\n${usage()}\n\`\`\``,
    '```sh\nnpm run -s chatwootai -- parked list\n```',
  ])
}

function usage(): string {
  const [, text] = /const USAGE = `([^`]+)`/.exec(readFileSync(SOURCE, 'utf8')) ?? []
  if (!text) throw new Error(`${SOURCE} has no USAGE`)
  return text
}
