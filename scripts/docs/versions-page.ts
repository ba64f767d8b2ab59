import { VERSION_GAPS } from '../../src/chatwoot/versions.ts'
import { page, table } from './markdown.ts'

/** What each Chatwoot version lacks for us. */
export function versionsPage(): string {
  const rows = VERSION_GAPS.map(({ since, what, without }) => [since, `${what}.`, `${without}.`])
  return page('Chatwoot versions', 'src/chatwoot/versions.ts', [
    'What we use of Chatwoot came with different versions. An older one works, less well: the table says what came when, and how it is without. `connect` and `doctor` say the same of the Chatwoot that they look at.',
    table(['Since', 'What came', 'Before it'], rows),
    'Tried against Chatwoot 4.15 and 4.16 (source) and their recorded webhooks. Below 4.2 nothing was tried.',
  ])
}
