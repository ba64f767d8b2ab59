import { addTenant } from './add-tenant.ts'
import { type Refusal, RefusalAudit } from './admin/audit-refusals.ts'
import type { Caller } from './admin/caller.ts'
import { configRoutes } from './admin/config-routes.ts'
import { connectionRoutes } from './admin/connection-routes.ts'
import { doctorRoutes } from './admin/doctor-routes.ts'
import { keyRoutes } from './admin/key-routes.ts'
import { mappingRoutes } from './admin/mapping-routes.ts'
import { odooRoutes } from './admin/odoo-routes.ts'
import { pauseRoutes } from './admin/pause-routes.ts'
import { reportRoutes } from './admin/report-routes.ts'
import { RequestWindows } from './admin/request-windows.ts'
import type { Route } from './admin/routes.ts'
import { tenantRoutes } from './admin/tenant-routes.ts'
import type { Office, Store } from './backends/store/store.ts'
import type { Clock } from './base/clock.ts'
import { Secret } from './base/secret.ts'
import type { ConnectAsk, Connected, ConnectionDesk } from './connection-desk.ts'
import { examine } from './doctor.ts'
import type { TenantId } from './domain/ids.ts'
import { knownTenants, mustBeAmong } from './known-tenant.ts'
import type { Chatwoots } from './open-chatwoots.ts'
import type { PauseBoard } from './pause-board.ts'
import type { Settings } from './settings.ts'
import type { Tenants } from './tenants/tenants.ts'
import type { ConnectBody, ConnectedView } from './wire/connect-view.ts'

export interface OfficeParts {
  readonly settings: Settings
  readonly store: Store
  readonly tenants: Tenants
  readonly chatwoots: Chatwoots
  readonly desk: ConnectionDesk
  readonly pauses: PauseBoard
  readonly metrics: { text(): Promise<string> }
  readonly now: Clock
}

/** The routes by which operators and their Odoo decide things. */
export function officeRoutes(parts: OfficeParts): Route[] {
  const { settings, store, tenants, now } = parts
  const { office } = store
  const { audit } = office
  const { documents, mappings, mappingChanges: changes } = tenants
  return [
    ...odooRoutes({ documents, changes, audit, webhookSecret: settings.ODOO_WEBHOOK_SECRET, now }),
    ...configRoutes({ documents, tenants, audit, now }),
    ...mappingRoutes({ mappings, changes, audit, now }),
    ...keyRoutes({ office, mustBeKnown: knowing(tenants), now }),
    ...handRoutes(parts),
  ]
}

/** What is done by hand, at the command line. */
function handRoutes(parts: OfficeParts): Route[] {
  const { store, tenants, desk, pauses, now } = parts
  const { audit } = store.office
  return [
    ...connectionRoutes({
      list: () => desk.list(),
      connect: async (ask) => connectedView(await desk.connect(connectAsk(ask))),
      disconnect: (id, token) => desk.disconnect(id, token === null ? null : new Secret(token)),
      ...{ audit, now },
    }),
    ...pauseRoutes({
      pauses: store.office.pauses,
      begin: (scope, who) => pauses.begin(scope, who),
      end: (scope) => pauses.end(scope),
      ...{ mustBeKnown: knowing(tenants), audit, now },
    }),
    ...tenantRoutes({ add: (ask) => addTenant(parts, ask), audit, now }),
    ...reportRoutes({ reports: parts.tenants.reports }),
    ...doctorRoutes({ examine: () => examine({ ...parts, metrics: () => parts.metrics.text() }) }),
  ]
}

const knowing = (tenants: Tenants) => async (tenant: TenantId) => mustBeAmong(tenant, await knownTenants(tenants))

const connectAsk = ({ token, readToken, ...ask }: ConnectBody): ConnectAsk => ({
  ...ask,
  token: new Secret(token),
  readToken: readToken === null ? null : new Secret(readToken),
})

const connectedView = ({ id, plan, isDone }: Connected): ConnectedView => ({
  ...{ id, isDone, version: plan.version, account: plan.account && `${plan.account.id} (${plan.account.name})` },
  ...{ steps: [...plan.steps], obstacles: [...plan.obstacles], missing: [...plan.missing] },
})

/** How the router learns whose a tenant's key is and how often it is used, and where it notes what it refuses. */
export function keyGuards({ settings, store, now }: Pick<OfficeParts, 'settings' | 'store' | 'now'>) {
  const windows = new RequestWindows(settings.PUSHES_PER_MINUTE, now)
  const refusals = new RefusalAudit(store.office.audit, now)
  return {
    tenantKey: (key: string) => holderOf(store.office, key),
    count: (name: string) => windows.count(name),
    onRefused: (refusal: Refusal) => refusals.add(refusal),
  }
}

async function holderOf({ apiKeys }: Office, key: string): Promise<Caller | null> {
  const found = await apiKeys.find(key)
  return found && { kind: 'tenant', who: `key ${found.id}`, tenant: found.tenant }
}

/** Whether the operator listed this host, with or without its port. */
export function allowedHosts(listed: readonly string[] | null): (url: URL) => boolean {
  const names = new Set(listed ?? [])
  return ({ hostname, host, port }) => names.has(hostname) || (port !== '' && names.has(host))
}
