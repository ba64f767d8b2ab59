import { globSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Route } from '../../src/admin/routes.ts'

export interface RouteTable {
  /** `health` of `src/admin/health-routes.ts`. */
  readonly name: string
  readonly routes: readonly Route[]
}

type Make = (deps: Record<string, never>) => readonly Route[]

/** Every table of routes. They only hold what they are given until somebody calls one, so nothing is needed behind them. */
export const ROUTE_TABLES: readonly RouteTable[] = await Promise.all(
  globSync('src/admin/*-routes.ts')
    .sort()
    .map(async (file) => {
      const name = basename(file, '-routes.ts')
      const module = (await import(pathToFileURL(resolve(file)).href)) as Record<string, Make>
      const make = module[`${name}Routes`]
      if (!make) throw new Error(`${file} exports no ${name}Routes`)
      return { name, routes: make({}) }
    }),
)
