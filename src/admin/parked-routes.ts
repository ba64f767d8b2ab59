import type { Context } from 'hono'
import type { Store } from '../backends/store/store.ts'
import { Failure } from '../base/failure.ts'
import type { Lane, ParkedRow } from '../domain/lane.ts'
import type { ParkedView } from '../wire/parked-view.ts'
import type { Route } from './routes.ts'

export interface ParkedDeps {
  readonly store: Store
  /** The lane has a row to look at again. */
  readonly wake: (lane: Lane) => void
}

/** What was set aside: look at it, run it again, or drop it. Over the CLI's socket only: it shows customers' words. */
export function parkedRoutes({ store, wake }: ParkedDeps): Route[] {
  const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
    method,
    path,
    guard: 'socket',
    handle,
  })
  return [
    route('GET', '/parked', async (c) => c.json({ parked: (await store.listParked()).map(viewOf) })),
    route('GET', '/parked/:id', async (c) => {
      const row = known(await store.showParked(idOf(c)), c)
      return c.json({ ...viewOf(row), event: row.event })
    }),
    route('POST', '/parked/:id/rerun', async (c) => {
      const lane = known(await store.rerunParked(idOf(c)), c)
      wake(lane)
      return c.json({ rerun: idOf(c) })
    }),
    route('DELETE', '/parked/:id', async (c) => {
      known(await store.dropParked(idOf(c)), c)
      return c.json({ dropped: idOf(c) })
    }),
  ]
}

const idOf = (context: Context): number => Number(context.req.param('id'))

/** @throws {Failure} NOT_FOUND */
function known<T>(found: T | null, context: Context): T {
  if (found === null) throw new Failure('NOT_FOUND', { what: `parked message ${context.req.param('id')}` })
  return found
}

const viewOf = ({
  id,
  tenant,
  connection,
  account,
  conversation,
  event,
  receivedAtMs,
  attempts,
  cause,
}: ParkedRow): ParkedView => ({
  id,
  tenant,
  connection,
  account,
  conversation,
  kind: event.kind,
  receivedAt: new Date(receivedAtMs).toISOString(),
  attempts,
  cause,
})
