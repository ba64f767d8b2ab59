import type { Store } from './backends/store/store.ts'
import type { Log } from './base/log.ts'
import { ConnectionDesk } from './connection-desk.ts'
import { ConnectionDrawer } from './connection-drawer.ts'
import type { Chatwoots } from './open-chatwoots.ts'
import type { Settings } from './settings.ts'
import { CredentialKeys } from './tenants/credential-keys.ts'
import { setAsideMapping } from './tenants/set-aside-mapping.ts'
import type { Tenants } from './tenants/tenants.ts'

export interface DeskParts {
  readonly store: Store
  readonly chatwoots: Chatwoots
  readonly mappings: Tenants['mappings']
  readonly now: () => number
  readonly log: Log
}

/** The desk, with everything connected that is kept. */
export async function openDesk(
  settings: Settings,
  { store, chatwoots, mappings, now, log }: DeskParts,
): Promise<ConnectionDesk> {
  const keys = new CredentialKeys({ fernet: null, master: settings.CREDENTIAL_MASTER_KEY })
  const drawer = new ConnectionDrawer({ store: store.office.connections, keys, now })
  const { PUBLIC_URL: publicUrl, CHATWOOT_REQUESTS_PER_SECOND: requestsPerSecond } = settings
  const desk = new ConnectionDesk({
    ...{ chatwoots, drawer, mappings, publicUrl, requestsPerSecond, now, log },
    setAsideMapping: (id) => setAsideMapping(settings.CONFIG_DIR, id),
  })
  await desk.refresh()
  return desk
}
