import { demoRoutes } from '../../src/admin/demo-routes.ts'
import { healthRoutes } from '../../src/admin/health-routes.ts'
import { parkedRoutes } from '../../src/admin/parked-routes.ts'
import type { Route } from '../../src/admin/routes.ts'

/** Routes only hold what they are given until somebody calls one, so the tables can be made without anything behind. */
const nothing = {} as never

/** Every table of routes; `test/doors.test.ts` sees to it that no file of routes is missing. */
export const ROUTE_TABLES: readonly { readonly name: string; readonly routes: readonly Route[] }[] = [
  { name: 'health', routes: healthRoutes(nothing) },
  { name: 'parked', routes: parkedRoutes(nothing) },
  { name: 'demo', routes: demoRoutes(nothing) },
]
