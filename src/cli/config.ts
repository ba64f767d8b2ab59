import { Failure } from '../base/failure.ts'
import { TenantId } from '../domain/ids.ts'
import type { ConfigProblem } from '../domain/tenant-config.ts'
import type { TenantTools } from '../tenant-tools.ts'
import { explained } from './config-explain.ts'
import { counted, type Told, told } from './told.ts'

const USAGE = 'config validate [path] [--json] | explain <domain>/<account> | list | migrate <old-dir>'

/** `config …`: the configuration directory; no server is asked and none need run. */
export async function config([verb, ...args]: readonly string[], tools: TenantTools): Promise<Told> {
  const [first] = args.filter((arg) => arg !== '--json')
  if (verb === 'validate') return validate(tools, { path: first, isJson: args.includes('--json') })
  if (verb === 'list') return list(tools)
  if (verb === 'explain') return explain(tools, first)
  if (verb === 'migrate' && first) return migrate(tools, first)
  return told(`usage: ${USAGE}`, false)
}

async function validate(tools: TenantTools, options: { path: string | undefined; isJson: boolean }): Promise<Told> {
  const { tenants, errors, warnings } = await tools.validate(options.path)
  const isEmpty = tenants.length === 0 && errors.length === 0
  const isWell = errors.length === 0 && !isEmpty
  if (options.isJson) return told(JSON.stringify({ tenants, errors, warnings }, null, 2), isWell)
  if (isEmpty) return told(`no tenants in ${options.path ?? tools.root}: expected domains/<domain>/<account>/`, false)
  const counts = [
    counted(tenants.length, 'tenant'),
    counted(errors.length, 'error'),
    counted(warnings.length, 'warning'),
  ]
  const lines = [...errors.map((each) => line('error', each)), ...warnings.map((each) => line('warning', each))]
  return told([...lines, counts.join(', ')].join('\n'), isWell)
}

/** As compilers say it, so that an editor can jump there. */
function line(kind: 'error' | 'warning', { file, line: at, column, path, message }: ConfigProblem): string {
  const where = [file, at, column].filter((part) => part !== null).join(':')
  return `${where}: ${kind}: ${path ? `${path}: ` : ''}${message}`
}

async function list(tools: TenantTools): Promise<Told> {
  const tenants = await tools.list()
  const rows = await Promise.all(
    tenants.map(async (tenant) => {
      const read = await tools.read(tenant)
      if (read.kind === 'invalid') return [tenant, '-', '-', counted(read.problems.length, 'error')]
      const { config: known, hash, warnings } = read.loaded
      return [tenant, known.name, hash, warnings.length > 0 ? counted(warnings.length, 'warning') : 'ok']
    }),
  )
  if (rows.length === 0) return told(`no tenants in ${tools.root}`)
  return told(['tenant\tname\tversion\tstate', ...rows.map((row) => row.join('\t'))].join('\n'))
}

async function explain(tools: TenantTools, name: string | undefined): Promise<Told> {
  const tenant = TenantId.safeParse(name)
  if (!tenant.success) return told('config explain needs a tenant, as <domain>/<account>; see config list', false)
  const read = await tools.read(tenant.data)
  const origins = await tools.explain(tenant.data).catch((error: unknown) => {
    if (error instanceof Failure) return []
    throw error
  })
  const problems = read.kind === 'invalid' ? read.problems.map((each) => line('error', each)) : []
  const values = explained(origins, read.kind === 'loaded' ? read.loaded.config : null)
  return told([...values, ...problems].join('\n'), read.kind === 'loaded')
}

async function migrate(tools: TenantTools, oldDir: string): Promise<Told> {
  const moved = await tools.migrate(oldDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
  if (!moved) return told(`there is no directory ${oldDir}`, false)
  const left = moved.filter(({ to }) => to === null)
  const lines = moved.map(({ from, to, note }) =>
    to === null ? `left    ${from}: ${note}` : `copied  ${from} → ${to}${note ? ` (${note})` : ''}`,
  )
  const { tenants, errors } = await tools.validate()
  const now = `${tools.root}: ${counted(tenants.length, 'tenant')}, ${counted(errors.length, 'error')} (config validate shows them)`
  return told([...lines, now].join('\n'), left.length === 0 && errors.length === 0)
}
