import { commandsPage } from './commands-page.ts'
import { failuresPage } from './failures-page.ts'
import { routesPage } from './routes-page.ts'
import { settingsPage } from './settings-page.ts'
import { tenantPage, tenantSchema } from './tenant-schema.ts'
import { versionsPage } from './versions-page.ts'

/** A file under `docs/reference` that is made from code. */
export interface Page {
  readonly path: string
  readonly text: () => string
}

export const PAGES: readonly Page[] = [
  { path: 'docs/reference/settings.md', text: settingsPage },
  { path: 'docs/reference/failures.md', text: failuresPage },
  { path: 'docs/reference/http.md', text: routesPage },
  { path: 'docs/reference/cli.md', text: commandsPage },
  { path: 'docs/reference/chatwoot-versions.md', text: versionsPage },
  { path: 'docs/reference/tenant-config.md', text: tenantPage },
  { path: 'docs/reference/tenant-config.schema.json', text: tenantSchema },
]
