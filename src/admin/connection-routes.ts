import * as z from 'zod'
import type { Office } from '../backends/store/store.ts'
import { Failure } from '../base/failure.ts'
import { ConnectionId } from '../domain/ids.ts'
import { ConnectBody, type ConnectedView, type ConnectionView, type DisconnectedView } from '../wire/connect-view.ts'
import { bodyAs } from './config-body.ts'
import { bodyText } from './request-text.ts'
import type { Route } from './routes.ts'

export interface ConnectionRoutesDeps {
  readonly list: () => Promise<readonly ConnectionView[]>
  readonly connect: (ask: ConnectBody) => Promise<ConnectedView>
  /** `token`: an administrator's; null: the one that was kept. */
  readonly disconnect: (id: ConnectionId, token: string | null) => Promise<Omit<DisconnectedView, 'id'>>
  readonly audit: Office['audit']
  readonly now: () => number
}

const Disconnect = z.object({ token: z.string().min(1).nullable().default(null) })

/** Chatwoot installations, connected and disconnected while the server runs. Over the CLI's socket only. */
export function connectionRoutes(deps: ConnectionRoutesDeps): Route[] {
  const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
    ...{ method, path, guard: 'socket', handle },
  })
  const tell = (what: string, id: string, detail: Record<string, unknown> = {}) =>
    deps.audit.add({ atMs: deps.now(), who: 'cli', what, tenant: null, detail: { connection: id, ...detail } })
  return [
    route('GET', '/connections', async (c) => c.json({ connections: await deps.list() })),
    route('POST', '/connections', async (c) => {
      const ask = bodyAs(ConnectBody, await bodyText(c))
      const connected = await deps.connect(ask)
      if (connected.isDone) await tell('connection.made', connected.id, { url: ask.url, account: connected.account })
      return c.json(connected)
    }),
    route('DELETE', '/connections/:id', async (c) => {
      const { data: id } = ConnectionId.safeParse(c.req.param('id'))
      if (!id) throw new Failure('NOT_FOUND', { what: `connection ${c.req.param('id')}` })
      const { token } = bodyAs(Disconnect, (await bodyText(c)) || '{}')
      const gone = await deps.disconnect(id, token)
      await tell('connection.removed', id, { left: gone.left.length })
      return c.json({ id, ...gone } satisfies DisconnectedView)
    }),
  ]
}
