import { TenantId } from '../domain/ids.ts'
import type { TenantTools } from '../tenant-tools.ts'
import { ConfigExplainView, ConfigListView, ConfigReportView } from '../wire/config-view.ts'
import { explainText, listText, reportText } from './config-text.ts'
import { counted, type Told, told } from './told.ts'

const USAGE =
  'config validate [path] [--json] | explain <domain>/<account> [--json] | list [--json] | migrate <old-dir>'

export interface ConfigDeps {
  readonly tools: TenantTools
  /** What the running server answers to a GET; null: none runs. Absent: none is asked. */
  readonly ask?: (path: string) => Promise<unknown>
}

/**
 * `config …`: the tenants as the running server has them, with what was pushed. Without a server, and of a path that is
 * named, as the files say it.
 */
export async function config([verb, ...args]: readonly string[], deps: ConfigDeps): Promise<Told> {
  const [first] = args.filter((arg) => arg !== '--json')
  const isJson = args.includes('--json')
  if (verb === 'validate') return validate(deps, { path: first, isJson })
  if (verb === 'list') return list(deps, isJson)
  if (verb === 'explain') return explain(deps, { name: first, isJson })
  if (verb === 'migrate' && first) return migrate(deps.tools, first)
  return told(`usage: ${USAGE}`, false)
}

async function validate(
  deps: ConfigDeps,
  { path, isJson }: { path: string | undefined; isJson: boolean },
): Promise<Told> {
  const { tools } = deps
  const root = path ?? (await tools.reports.root())
  const asked = path === undefined ? await askFor(deps, '/config/report') : null
  const report = ConfigReportView.parse(asked ?? { ...(await tools.validate(path)), root })
  const { tenants, errors } = report
  const isEmpty = tenants.length === 0 && errors.length === 0
  const isWell = errors.length === 0 && !isEmpty
  if (isJson) return told(jsonText(report, asked), isWell)
  if (isEmpty) return told(`no tenants in ${root}: expected domains/<domain>/<account>/`, false)
  return told(withNote(reportText(report), path === undefined ? { deps, asked } : null), isWell)
}

async function list(deps: ConfigDeps, isJson: boolean): Promise<Told> {
  const { reports } = deps.tools
  const asked = await askFor(deps, '/config/tenants')
  const view = ConfigListView.parse(asked ?? { tenants: await reports.list(), root: await reports.root() })
  if (isJson) return told(jsonText(view, asked))
  const text = view.tenants.length === 0 ? `no tenants in ${view.root}` : listText(view)
  return told(withNote(text, { deps, asked }))
}

async function explain(
  deps: ConfigDeps,
  { name, isJson }: { name: string | undefined; isJson: boolean },
): Promise<Told> {
  const { data: tenant } = TenantId.safeParse(name)
  if (!tenant) return told('config explain needs a tenant, as <domain>/<account>; see config list', false)
  const asked = await askFor(deps, `/config/explain/${tenant}`)
  const { reports } = deps.tools
  const view = ConfigExplainView.parse(asked ?? { ...(await reports.explain(tenant)), root: await reports.root() })
  const isWell = view.version !== null
  return told(isJson ? jsonText(view, asked) : withNote(explainText(view), { deps, asked }), isWell)
}

/** Null: no server runs, or it serves another directory than the one that is asked about. */
async function askFor({ ask, tools }: ConfigDeps, path: string): Promise<unknown> {
  const answer = (await ask?.(path)) ?? null
  return answer !== null && OfDirectory.parse(answer).root === (await tools.reports.root()) ? answer : null
}

const OfDirectory = ConfigReportView.pick({ root: true })

const jsonText = (view: object, asked: unknown): string =>
  JSON.stringify({ from: asked === null ? 'files' : 'server', ...view }, null, 2)

/** Without a server nobody knows what was pushed. */
function withNote(text: string, told: { deps: ConfigDeps; asked: unknown } | null): string {
  const isBlind = told?.deps.ask !== undefined && told.asked === null
  return isBlind ? `${text}\n(no server runs on this CONFIG_DIR: the files alone, without what was pushed)` : text
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
