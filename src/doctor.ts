import { statfs } from 'node:fs/promises'
import type { Store } from './backends/store/store.ts'
import { Failure } from './base/failure.ts'
import { checkConnection } from './check-connections.ts'
import { checkTroubles } from './check-troubles.ts'
import type { ConnectionDesk } from './connection-desk.ts'
import type { TenantId } from './domain/ids.ts'
import type { ConfigProblem } from './domain/tenant-config.ts'
import type { Chatwoots } from './open-chatwoots.ts'
import { describeSettings, type Settings } from './settings.ts'
import type { Tenants } from './tenants/tenants.ts'
import { problemLine } from './tenants/tree/notes.ts'
import type { CheckView, DoctorView } from './wire/doctor-view.ts'

export interface DoctorParts {
  readonly settings: Settings
  readonly store: Store
  readonly tenants: Tenants
  readonly chatwoots: Chatwoots
  readonly desk: ConnectionDesk
  /** Prometheus' text. */
  readonly metrics: () => Promise<string>
  readonly now: () => number
}

const LOW_DISK_BYTES = 1024 ** 3
const OLD_ROW_MS = 60_000
/** More are not loaded at once only to see whether they load. */
const MAX_TENANTS = 500

/** Looks at everything that an operator is asked about when something is wrong. Never throws for what it finds. */
export async function examine(parts: DoctorParts): Promise<DoctorView> {
  const { settings, chatwoots, desk, now } = parts
  const connections = await Promise.all(chatwoots.connections.map((each) => checkConnection(each, now)))
  const checks = [
    ...(connections.length === 0 ? [nothingConnected] : connections.flat()),
    ...checkTroubles(chatwoots),
    ...desk.problems.map((says): CheckView => ({ what: 'connections', status: 'problem', says })),
    ...(await keyChecks(parts)),
    ...(await storeChecks(parts)),
    ...(await tenantChecks(parts)),
    ...(await refusedWebhooks(parts)),
  ]
  return { settings: describeSettings(settings), checks }
}

const nothingConnected: CheckView = {
  ...{ what: 'connections', status: 'problem' },
  says: 'no Chatwoot is connected: run connect, or set CHATWOOT_URL',
}

async function keyChecks({ settings, store }: DoctorParts): Promise<CheckView[]> {
  const { CREDENTIAL_MASTER_KEY, ADMIN_KEY, PUBLIC_URL } = settings
  const missing = (what: string, says: string): CheckView => ({ what, status: 'note', says })
  return [
    ...(CREDENTIAL_MASTER_KEY ? [] : [noMasterKey(await store.office.audit.lastRefusal('CREDENTIAL_KEY_MISSING'))]),
    ...(ADMIN_KEY ? [] : [missing('ADMIN_KEY', 'not set: the HTTP API answers this machine alone')]),
    ...(PUBLIC_URL ? [] : [missing('PUBLIC_URL', 'not set: connect needs --public-url')]),
  ]
}

/** A shop that pushes no secret needs none. */
function noMasterKey(neededAtMs: number | null): CheckView {
  const says = 'not set: no secret can be pushed or kept'
  const what = 'CREDENTIAL_MASTER_KEY'
  if (neededAtMs === null) return { what, status: 'note', says }
  return problem(what, `${says}, and a push was refused for it, last at ${new Date(neededAtMs).toISOString()}`)
}

async function storeChecks({ settings, store, now }: DoctorParts): Promise<CheckView[]> {
  const { bsize, bavail } = await statfs(settings.DATA_DIR)
  const freeBytes = bsize * bavail
  const { openRows, parkedRows, unsentRows, oldestOpenAtMs } = await store.counts()
  const ageMs = oldestOpenAtMs === null ? 0 : now() - oldestOpenAtMs
  const pauses = await store.office.pauses.list()
  const free = `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free in ${settings.DATA_DIR}`
  return [
    { what: 'disk', status: freeBytes < LOW_DISK_BYTES ? 'problem' : 'ok', says: free },
    {
      ...{ what: 'waiting', status: ageMs > OLD_ROW_MS ? 'problem' : 'ok' },
      says: `${openRows} messages unanswered, the oldest ${Math.round(ageMs / 1_000)} s old; ${unsentRows} things unsent`,
    },
    {
      ...{ what: 'parked', status: parkedRows > 0 ? 'problem' : 'ok' },
      says: parkedRows > 0 ? `${parkedRows} messages were set aside; see parked list` : 'nothing is set aside',
    },
    ...pauses.map(({ scope, atMs, who }): CheckView => {
      const says = `${scope === '*' ? 'everything' : scope} since ${new Date(atMs).toISOString()}, by ${who}`
      return { what: 'paused', status: 'problem', says }
    }),
  ]
}

async function tenantChecks({ tenants }: DoctorParts): Promise<CheckView[]> {
  const all = await tenants.list()
  const failed: CheckView[] = []
  for (const tenant of all.slice(0, MAX_TENANTS))
    await tenants.config(tenant).catch((error: Error) => {
      // What does not load is told below, with what serves instead.
      if (!(error instanceof Failure && error.code === 'CONFIG_INVALID')) failed.push(problem(tenant, error.message))
    })
  const fallbacks = Object.entries(tenants.mapping()).flatMap(([connection, mapping]) =>
    mapping.fallbacks.slice(0, 1).map((tenant) => ({
      ...{ what: `fallback of ${connection}`, status: 'note' as const },
      says: `${tenant} answers whoever is not mapped, out of its documents alone`,
    })),
  )
  const more = all.length > MAX_TENANTS ? `, of which ${MAX_TENANTS} were looked at` : ''
  return [
    { what: 'tenants', status: 'ok', says: `${all.length} tenants${more}` },
    ...fallbacks,
    ...failed,
    ...mappingChecks(tenants, all),
    ...tenants.broken().map(({ tenant, problems, serving }) => {
      const [first] = problems
      const more = problems.length > 1 ? ` (and ${problems.length - 1} more: config validate)` : ''
      const instead = serving === null ? 'nothing serves' : `version ${serving} serves`
      return problem(tenant, `does not load: ${first ? problemLine(first) : 'unknown cause'}${more}, ${instead}`)
    }),
  ]
}

/** Entries that cannot be used, and those that lead nowhere. */
function mappingChecks({ mappings }: Tenants, all: readonly TenantId[]): CheckView[] {
  const { errors, warnings } = mappings.missing(all)
  return [
    ...mappings.problems().map((each) => problem(each.file, sentenceOf(each))),
    ...errors.map((each) => problem(each.file, sentenceOf(each))),
    ...warnings.map((each): CheckView => ({ what: each.file, status: 'note', says: sentenceOf(each) })),
  ]
}

const problem = (what: string, says: string): CheckView => ({ what, status: 'problem', says })

function sentenceOf({ line, path, message }: ConfigProblem): string {
  const entry = path ? `${path}: ${message}` : message
  return line === null ? entry : `line ${line}: ${entry}`
}

/** By the names of our failures; what was taken is counted in small letters. */
async function refusedWebhooks({ metrics }: DoctorParts): Promise<CheckView[]> {
  const counted = [...(await metrics()).matchAll(/^chatwootai_webhooks_total\{kind="([A-Z_]+)"\} (\d+)$/gm)]
  return counted.map(([, code = '', count = '']) =>
    problem('webhooks', `${count} refused since the start: ${code} (docs/reference/failures.md)`),
  )
}
