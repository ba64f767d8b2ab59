import { readFileSync } from 'node:fs'
import { page } from './markdown.ts'

const SOURCE = 'src/cli/cli.ts'

/** What the command line says of itself. */
export function commandsPage(): string {
  return page('Command line', SOURCE, [
    'The command line talks to a running server over the socket in its data directory and never opens the data files. It needs the same `DATA_DIR` as the server.',
    `\`\`\`\n${usage()}\n\`\`\``,
    '```sh\nnpm run -s chatwootai -- parked list\n```',
  ])
}

function usage(): string {
  const [, text] = /const USAGE = `([^`]+)`/.exec(readFileSync(SOURCE, 'utf8')) ?? []
  if (!text) throw new Error(`${SOURCE} has no USAGE`)
  return text
}
