import { readFileSync } from 'node:fs'
import { page } from './markdown.ts'

const SOURCE = 'src/cli/cli.ts'

/** What the command line says of itself. */
export function commandsPage(): string {
  return page('Command line', SOURCE, [
    '`config` and `credentials` work on the files in `CONFIG_DIR`, with or without a server. The other commands talk to the running server over the socket in its data directory and never open its data files; they need the same `DATA_DIR`.',
    `\`\`\`\n${usage()}\n\`\`\``,
    '```sh\nnpm run -s chatwootai -- parked list\n```',
  ])
}

function usage(): string {
  const [, text] = /const USAGE = `([^`]+)`/.exec(readFileSync(SOURCE, 'utf8')) ?? []
  if (!text) throw new Error(`${SOURCE} has no USAGE`)
  return text
}
