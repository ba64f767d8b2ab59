import { TENANT_FORM, TenantId } from '../domain/ids.ts'
import { askServer } from './control-client.ts'
import { type Told, told } from './told.ts'

interface PauseRow {
  readonly scope: string
  readonly atMs: number
  readonly who: string
}

/** `pause <tenant>|--all`: the crew is silent from now on and its conversations are the humans'. */
export async function pause(dataDir: string, [scope]: readonly string[]): Promise<Told> {
  if (scope === undefined) return told(await paused(dataDir))
  const path = `/pauses/${pathOf(scope)}`
  const { conversations } = await askServer<{ conversations: number }>(dataDir, 'POST', path)
  return told(`${nameOf(scope)} is paused; ${conversations} conversations are opened to their humans`)
}

/** `resume <tenant>|--all`: new conversations are answered again; what humans have stays theirs until they give it back. */
export async function resume(dataDir: string, [scope]: readonly string[]): Promise<Told> {
  if (scope === undefined) throw new Error('resume needs a tenant, or --all')
  await askServer(dataDir, 'DELETE', `/pauses/${pathOf(scope)}`)
  return told(`${nameOf(scope)} is answered again`)
}

const nameOf = (scope: string): string => (scope === '--all' ? 'everybody' : scope)

function pathOf(scope: string): string {
  if (scope === '--all') return 'all'
  if (!TenantId.safeParse(scope).success) throw new Error(`${scope} is no tenant: a tenant is ${TENANT_FORM}; or --all`)
  return scope.split('/').map(encodeURIComponent).join('/')
}

async function paused(dataDir: string): Promise<string> {
  const { pauses } = await askServer<{ pauses: PauseRow[] }>(dataDir, 'GET', '/pauses')
  if (pauses.length === 0) return 'nothing is paused; pause <tenant>|--all'
  return pauses
    .map(
      ({ scope, atMs, who }) => `${scope === '*' ? '--all' : scope}\tsince ${new Date(atMs).toISOString()}\tby ${who}`,
    )
    .join('\n')
}
