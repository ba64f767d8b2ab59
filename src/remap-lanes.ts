import type { Store } from './backends/store/store.ts'
import type { Clock } from './base/clock.ts'
import type { Log } from './base/log.ts'
import type { Hub } from './flow/hub/hub.ts'
import type { Tenants } from './tenants/tenants.ts'

export interface RemapParts {
  readonly store: Pick<Store, 'unfinishedLanes' | 'remap'>
  readonly tenants: Pick<Tenants, 'resolve'>
  readonly hub: Pick<Hub, 'takeOver'>
  readonly now: Clock
  readonly log: Log
}

/**
 * After the mapping changed: what waits for an answer goes to the tenant whose it is now, what another tenant planned to
 * say there is not said. Never rejects.
 */
export async function remapLanes({ store, tenants, hub, now, log }: RemapParts): Promise<void> {
  try {
    for (const { inbox, ...from } of await store.unfinishedLanes()) {
      // Nobody's: perhaps the mapping cannot be read just now. What was planned is nobody else's business then.
      const to = tenants.resolve({ ...from, inbox })?.tenant ?? from.tenant
      if (to === from.tenant || !(await store.remap({ from, to, atMs: now() }))) continue
      log.info({ tenant: from.tenant, to, conversation: from.conversation }, 'a conversation is mapped anew')
      // The old one's running turn ends unwritten; the new one looks at what is there.
      hub.takeOver([from, { ...from, tenant: to }])
    }
  } catch (error) {
    log.error({ err: error }, 'what the mapping moved could not be looked at: it moves with the next message')
  }
}
