import { globSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Route } from '../../src/admin/routes.ts'

export interface RouteTable {
  /** `health` of `src/admin/health-routes.ts`. */
  readonly name: string
  readonly routes: readonly Route[]
}

type Make = (deps: unknown) => readonly Route[]

/** Whatever is asked of it, it is this again: tables are made without anything behind them, as nobody calls a route. */
const anything: unknown = new Proxy(() => anything, { get: () => anything, apply: () => anything })

/** Every table of routes, by its file. */
export const ROUTE_TABLES: readonly RouteTable[] = await Promise.all(
  globSync('src/admin/*-routes.ts')
    .sort()
    .map(async (file) => {
      const name = basename(file, '-routes.ts')
      const module = (await import(pathToFileURL(resolve(file)).href)) as Record<string, Make>
      const make = module[`${name}Routes`]
      if (!make) throw new Error(`${file} exports no ${name}Routes`)
      return { name, routes: make(anything) }
    }),
)
