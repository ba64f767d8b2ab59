import type { ConfigExplainView, ConfigListView, ConfigReportView, ProblemView } from '../wire/config-view.ts'
import { counted } from './told.ts'

/** A line for each tenant, its columns apart by tabs. */
export function listText({ tenants }: ConfigListView): string {
  const rows = tenants.map(({ tenant, name, version, from, errors, warnings }) => {
    const broken =
      version === null ? counted(errors, 'error') : `${counted(errors, 'error')}; the version before serves`
    const state = errors > 0 ? broken : warnings > 0 ? counted(warnings, 'warning') : 'ok'
    return [tenant, name ?? '-', version ?? '-', from, state]
  })
  return [['tenant', 'name', 'version', 'from', 'state'], ...rows].map((row) => row.join('\t')).join('\n')
}

/** Every value with `← file:line`, then what is wrong. */
export function explainText({ tenant, servedBy, version, inForce, values, ...found }: ConfigExplainView): string {
  return [
    ...(servedBy === tenant ? [] : [`there is no such domain: ${servedBy} serves it`]),
    ...values.map(({ path, value, from }) => `${path} = ${JSON.stringify(value)}  ← ${placesText(from)}`),
    ...found.problems.map((each) => line('error', each)),
    ...found.warnings.map((each) => line('warning', each)),
    ...(version === null && inForce !== null ? [`the version before goes on serving: ${inForce}`] : []),
  ].join('\n')
}

/** Every problem in a line, and how many there are. */
export function reportText({ tenants, errors, warnings }: ConfigReportView): string {
  const counts = [
    counted(tenants.length, 'tenant'),
    counted(errors.length, 'error'),
    counted(warnings.length, 'warning'),
  ]
  const lines = [...errors.map((each) => line('error', each)), ...warnings.map((each) => line('warning', each))]
  return [...lines, counts.join(', ')].join('\n')
}

/** Lines of one file are said together: `config.yaml:7,9`. */
function placesText(from: readonly string[]): string {
  const byFile = Map.groupBy(from, (place) => place.slice(0, place.lastIndexOf(':')))
  const files = [...byFile].map(
    ([file, places]) => `${file}:${places.map((each) => each.slice(file.length + 1)).join(',')}`,
  )
  return files.join(', ') || 'default'
}

/** As compilers say it, so that an editor can jump there. */
function line(kind: 'error' | 'warning', { file, line: at, column, path, message }: ProblemView): string {
  const where = [file, at, column].filter((part) => part !== null).join(':')
  return `${where}: ${kind}: ${path ? `${path}: ` : ''}${message}`
}
