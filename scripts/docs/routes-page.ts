import type { Guard } from '../../src/admin/routes.ts'
import { page, table } from './markdown.ts'
import { ROUTE_TABLES } from './route-tables.ts'

/** Who may call a route, by its guard. */
export const GUARDS: Readonly<Record<Guard, string>> = {
  public: 'anybody.',
  key: 'whoever sends `ADMIN_KEY` as `X-API-Key`; this machine alone where none is set.',
  'tenant-key': "the same, and whoever sends a tenant's own key, for what is that tenant's.",
  loopback:
    'a browser on this machine, asking for `localhost` or `127.0.0.1`, not through a proxy, and not for a page of another site.',
  socket: 'the command line, over the socket in the data directory; such a route does not exist on the port.',
}

/** Every route behind the webhooks, with its guard. */
export function routesPage(): string {
  const rows = ROUTE_TABLES.flatMap(({ name, routes }) =>
    routes.map(({ method, path, guard }) => [`\`${method === 'ALL' ? '*' : method} ${path}\``, guard, name]),
  )
  return page('HTTP', 'src/admin/', [
    '`POST /webhooks/<token>` (and the old `POST /webhook`) take Chatwoot’s webhooks; `src/flow/intake/intake.ts` answers them in a thread of their own. Everything else is in one table, each route with its guard:',
    Object.entries(GUARDS)
      .map(([guard, says]) => `- \`${guard}\`: ${says}`)
      .join('\n'),
    table(['Route', 'Guard', 'Table'], rows),
  ])
}
