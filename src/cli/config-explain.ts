import type { TenantConfig } from '../domain/tenant-config.ts'
import type { Origin } from '../tenant-tools.ts'

/** Every value a file gives with `← file:line`, then those that are as they are by default. */
export function explained(origins: readonly Origin[], config: TenantConfig | null): string[] {
  const given = origins.map(({ path, value, file, line }): Row => [path, JSON.stringify(value), `${file}:${line}`])
  const isGiven = (path: string) => origins.some((origin) => origin.path === path || origin.path.startsWith(`${path}.`))
  const defaults = config ? scalars(config).filter(([path]) => !isGiven(path)) : []
  const rows = [...given, ...defaults.map(([path, value]): Row => [path, value, 'default'])]
  return rows.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([path, value, from]) => `${path} = ${value}  ← ${from}`)
}

type Row = [path: string, value: string, from: string]

/** Of the top and of the sections that have defaults of their own. */
function scalars({ tenant: _, service, odoo, ...top }: TenantConfig): [path: string, value: string][] {
  const leaves = (of: object, under: string) =>
    Object.entries(of).flatMap(([key, value]: [string, unknown]): [string, string][] =>
      typeof value === 'object' && value !== null ? [] : [[under + key, JSON.stringify(value)]],
    )
  return [...leaves(top, ''), ...leaves(service, 'service.'), ...leaves(odoo ?? {}, 'odoo.')]
}
