import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { demoRoutes } from './admin/demo-routes.ts'
import type { LiveFeed } from './admin/live-feed.ts'
import type { Route } from './admin/routes.ts'
import type { Store } from './backends/store/store.ts'
import { Failure } from './base/failure.ts'
import { DEFAULT_CONNECTION } from './domain/ids.ts'
import type { Settings } from './settings.ts'
import type { Tenants } from './tenants/tenants.ts'
import { DemoView } from './wire/demo-view.ts'

const ROOT = new URL('../', import.meta.url)
const Shops = z.object({ shops: DemoView.shape.shops })

export interface DemoParts {
  readonly store: Store
  readonly feed: LiveFeed
  readonly tenants: Tenants
  /** `built-in` or the model's name. */
  readonly engine: string
}

/**
 * The routes of the simulator page.
 * @throws {Failure} BAD_SETTING when this is no demo: the page lets anybody at this machine write as any customer
 */
export async function openDemo(settings: Settings, { store, feed, tenants, engine }: DemoParts): Promise<Route[]> {
  const simulatorUrl = settings.DEMO_CHATWOOT_URL
  if (!simulatorUrl || simulatorUrl !== settings.CHATWOOT_URL)
    throw new Failure('BAD_SETTING', {
      problem: 'DEMO=yes runs against the simulator only; use npm start, or npm run serve for a real Chatwoot',
    })
  const consoleDir = fileURLToPath(new URL('console/dist', ROOT))
  if (!existsSync(consoleDir))
    throw new Failure('BAD_SETTING', { problem: 'the page is not built; npm start builds it' })
  const { shops } = Shops.parse(JSON.parse(await readFile(new URL('demo/shops.json', ROOT), 'utf8')))
  return demoRoutes({
    store,
    feed,
    simulatorUrl,
    consoleDir,
    demo: async () => ({ engine, shops }),
    tenantOf: (account) => tenants.resolve({ connection: DEFAULT_CONNECTION, account, inbox: null })?.tenant ?? null,
  })
}
