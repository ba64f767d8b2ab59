/**
 * The composition root. Foundations first, the door last; closing is the reverse. The way of a message:
 * door (its own thread) → queue → hub → crew → outbox → Chatwoot.
 */
import { createServer } from 'node:http'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { healthRoutes } from './admin/health-routes.ts'
import { LiveFeed } from './admin/live-feed.ts'
import { parkedRoutes } from './admin/parked-routes.ts'
import { type Route, routerOf } from './admin/routes.ts'
import { lockDataDir } from './backends/store/data-dir.ts'
import { Store } from './backends/store/store.ts'
import type { Clock } from './base/clock.ts'
import { type Log, openLog } from './base/log.ts'
import { DEFAULT_CONNECTION } from './domain/ids.ts'
import { Hub } from './flow/hub/hub.ts'
import { FairSlots } from './flow/hub/fair-slots.ts'
import type { HubNews } from './flow/hub/news.ts'
import { PEER_HEADER, serveBridge } from './flow/intake/bridge.ts'
import type { Listen } from './flow/intake/http-door.ts'
import { SqliteQueue } from './flow/queue/sqlite.ts'
import { Outbox } from './flow/reply/reply.ts'
import { Metrics } from './metrics.ts'
import { type Door, openDoor } from './open-door.ts'
import { Chatwoots } from './open-chatwoots.ts'
import { openCrews, type CrewsOverrides } from './open-crews.ts'
import { openDemo } from './open-demo.ts'
import type { Settings } from './settings.ts'
import { CrewTurnMaker } from './flow/hub/turn-maker.ts'
import { openTenants } from './tenants/open-tenants.ts'

/** What tests and benches may put in the place of the real thing. */
export interface Overrides extends CrewsOverrides {
  readonly now?: Clock
  readonly log?: Log
  /** The socket that the parent holds. */
  readonly listen?: Listen
}

export interface App extends AsyncDisposable {
  readonly url: string
  readonly store: Store
  readonly hub: Hub
}

/**
 * Opens the server and resolves when it takes webhooks; a failed start closes what was open.
 * @throws {Failure} DATA_DIR_IN_USE, DATA_DIR_UNUSABLE, PORT_IN_USE, BAD_SETTING
 */
export async function openApp(settings: Settings, overrides: Overrides = {}): Promise<App> {
  await using opened = new AsyncDisposableStack()
  const now = overrides.now ?? Date.now
  const log = overrides.log ?? openLog(settings.LOG_LEVEL)
  opened.use(lockDataDir(settings.DATA_DIR))
  const store = await Store.open({ dir: settings.DATA_DIR, owner: 'embedded', now })
  opened.defer(() => store.close())
  const tenants = opened.use(await openTenants({ configDir: settings.CONFIG_DIR, now, credentialKey: settings.CREDENTIAL_ENCRYPTION_KEY }))
  const chatwoots = opened.use(new Chatwoots(settings))
  const crews = opened.use(await openCrews(settings, { tenants, now, log, overrides }))
  const feed = new LiveFeed()
  opened.defer(() => feed.close())

  const queue = new SqliteQueue({ dir: settings.DATA_DIR, maxWaiting: settings.MAX_WAITING })
  opened.defer(() => queue.close())
  const slots = new FairSlots(settings.MAX_RUNNING_TURNS)
  const outbox = new Outbox({ store, chatwootOf: (lane) => chatwoots.doorOf(lane), now, log })
  const metrics: Metrics = new Metrics({ store, awakeLanes: () => hub.awake, runningTurns: () => slots.running, now })
  const hub: Hub = new Hub({
    store,
    queue,
    slots,
    turns: new CrewTurnMaker({ store, crews, config: (tenant) => tenants.config(tenant), now }),
    drain: (lane, signal) => outbox.drain(lane, signal),
    readBack: chatwoots.readBackInto(async (inbound) => hub.accept(inbound), now),
    tenantOf: (inbound) => tenants.resolve(inbound)?.tenant ?? null,
    news: newsFor(feed, metrics),
    now,
    log,
  })
  const routes: Route[] = [
    ...healthRoutes({ lastProgressMs: () => hub.lastProgressMs, counts: () => store.counts(), metrics: () => metrics.text(), now }),
    ...parkedRoutes({ store, wake: (lane) => hub.wake(lane) }),
    ...(settings.DEMO ? await openDemo(settings, { store, feed, tenants, engine: crews.engine }) : []),
  ]
  const onBug = (error: unknown) => log.error({ err: error }, 'a route failed')
  const router = (via: 'door' | 'socket') => routerOf(routes, { via, adminKey: settings.ADMIN_KEY, peerHeader: PEER_HEADER, onBug })
  opened.use(await openControlSocket(settings.DATA_DIR, router('socket').fetch))
  await hub.start()
  opened.defer(() => hub.close())

  const door: Door = opened.use(
    await openDoor({
      listen: overrides.listen ?? { host: settings.HOST, port: settings.PORT },
      dataDir: settings.DATA_DIR,
      maxWaiting: settings.MAX_WAITING,
      connections: chatwoots.connections,
      mapping: tenants.mapping(),
      onPut: () => queue.nudge(),
      onCounted: (counts) => metrics.countWebhooks(counts),
    }),
  )
  serveBridge(door.bridge, router('door').fetch)
  opened.defer(tenants.onMapping((mapping) => door.setMapping(mapping)))
  const all = opened.move()
  const url = `http://${settings.HOST.includes(':') ? `[${settings.HOST}]` : settings.HOST}:${door.port}`
  return { url, store, hub, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

/** Those who watch are told what goes on; a turn is told again when its reply has been sent. */
function newsFor(feed: LiveFeed, metrics: Metrics): HubNews {
  return {
    stage: ({ account, conversation }, stage) => feed.tell('stage', { account, conversation, stage }),
    turn: (record) => {
      metrics.countTurn(record)
      const { lane } = record
      if (lane.connection === DEFAULT_CONNECTION) feed.tell('turn-written', { account: lane.account, conversation: lane.conversation })
    },
  }
}

/** The CLI's way in: a Unix socket in the data directory, for whoever may enter that directory. */
async function openControlSocket(dataDir: string, fetch: (request: Request) => Response | Promise<Response>): Promise<AsyncDisposable> {
  const path = join(dataDir, 'control.sock')
  rmSync(path, { force: true })
  const server = createServer(getRequestListener(fetch))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  return {
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}
