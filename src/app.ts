/**
 * The composition root. Foundations first, the door last; closing is the reverse. The way of a message:
 * door (its own thread) → queue → hub → crew → outbox → Chatwoot.
 */
import type { Worker } from 'node:worker_threads'
import { backupRoutes } from './admin/backup-routes.ts'
import { healthRoutes } from './admin/health-routes.ts'
import { LiveFeed } from './admin/live-feed.ts'
import { parkedRoutes } from './admin/parked-routes.ts'
import { privacyRoutes } from './admin/privacy-routes.ts'
import { type Route, routerOf } from './admin/routes.ts'
import { lockDataDir } from './backends/store/data-dir.ts'
import { Store } from './backends/store/store.ts'
import { makeBackup } from './backup.ts'
import type { Clock } from './base/clock.ts'
import { type Log, openLog } from './base/log.ts'
import { systemTiming, type Timing } from './base/timing.ts'
import type { ConnectionDesk } from './connection-desk.ts'
import { openControlSocket } from './control-socket.ts'
import type { TenantId } from './domain/ids.ts'
import type { LaneState } from './domain/lane.ts'
import { FairSlots } from './flow/hub/fair-slots.ts'
import { Hub } from './flow/hub/hub.ts'
import type { Sweeper } from './flow/hub/sweeper.ts'
import { CrewTurnMaker } from './flow/hub/turn-maker.ts'
import { PEER_HEADER, serveBridge } from './flow/intake/bridge.ts'
import type { Listen } from './flow/intake/http-door.ts'
import { SqliteQueue } from './flow/queue/sqlite.ts'
import { Outbox } from './flow/reply/reply.ts'
import { showTyping } from './flow/reply/typing.ts'
import { Metrics } from './metrics.ts'
import { openCache } from './open-cache.ts'
import { Chatwoots, type WeightOf } from './open-chatwoots.ts'
import { type Crews, type CrewsOverrides, openCrews } from './open-crews.ts'
import { openDemo } from './open-demo.ts'
import { openDesk } from './open-desk.ts'
import { type Door, openDoor, startDoorThread } from './open-door.ts'
import { allowedHosts, keyGuards, officeRoutes } from './open-office.ts'
import { sweeperOf } from './open-sweeper.ts'
import { PauseBoard } from './pause-board.ts'
import { startPruning } from './pruning.ts'
import { remapLanes } from './remap-lanes.ts'
import { finishRestore } from './restored.ts'
import type { Settings } from './settings.ts'
import { tellTrouble } from './tell-trouble.ts'
import { openTenants } from './tenants/open-tenants.ts'
import type { Tenants } from './tenants/tenants.ts'
import { watchersOf } from './watchers.ts'

/** What tests and benches may put in the place of the real thing. */
export interface Overrides extends CrewsOverrides {
  readonly now?: Clock
  readonly log?: Log
  /** The door's thread, where it was started before this module was loaded. */
  readonly doorThread?: Worker
  /** The socket that the parent holds. */
  readonly listen?: Listen
  /** In the place of every tenant's own limit: where `now` is another day's, all that comes in by the door is late. */
  readonly lateAfterMs?: number
  /** Between two sweeps of an account with traffic, in ms; null: only by hand. */
  readonly sweepEveryMs?: number | null
  /** What the sweeper waits by. */
  readonly sweepTiming?: Timing
}

export interface App extends AsyncDisposable {
  readonly url: string
  readonly store: Store
  readonly queue: SqliteQueue
  readonly hub: Hub
  readonly sweeper: Sweeper
}

/**
 * Opens the server and resolves when it takes webhooks; a failed start closes what was open.
 * @throws {Failure} DATA_DIR_IN_USE, DATA_DIR_UNUSABLE, PORT_IN_USE, BAD_SETTING
 */
export async function openApp(settings: Settings, overrides: Overrides = {}): Promise<App> {
  await using opened = new AsyncDisposableStack()
  const base = {
    settings,
    overrides,
    now: overrides.now ?? Date.now,
    log: overrides.log ?? openLog(settings.LOG_LEVEL),
  }
  const thread = overrides.doorThread ?? startDoorThread()
  opened.defer(async () => void (await thread.terminate()))
  const parts = await openFoundations(opened, base)
  const way = openWay(opened, { ...base, ...parts })
  const routes = await routesOf({ ...base, ...parts, ...way })
  const onBug = (error: unknown) => base.log.error({ err: error }, 'a route failed')
  const guards = { adminKey: settings.ADMIN_KEY, peerHeader: PEER_HEADER, onBug, ...keyGuards({ ...base, ...parts }) }
  opened.use(await openControlSocket(settings.DATA_DIR, routerOf(routes, { ...guards, via: 'socket' }).fetch))
  await finishRestore({ ...base, ...parts, ...way })
  // What is moved here the hub finds when it starts.
  await remapLanes({ ...base, ...parts, hub: { takeOver: () => {} } })
  await way.hub.start()
  opened.defer(() => way.hub.close())
  opened.use(startPruning({ ...base, ...parts, timing: systemTiming }))
  await way.sweeper.start()
  opened.defer(() => way.sweeper.close())
  const door = opened.use(await openFront(thread, { ...base, ...parts, ...way }))
  serveBridge(door.bridge, routerOf(routes, { ...guards, via: 'door' }).fetch)
  opened.defer(parts.tenants.onMapping((mappings) => door.setMappings(mappings)))
  opened.defer(parts.tenants.onMapping(() => void remapLanes({ ...base, ...parts, ...way })))
  parts.desk.onChange((connections) => door.setConnections(connections))
  way.hub.onTaken((taken) => door.setTaken(taken))
  const all = opened.move()
  return { url: urlOf(settings.HOST, door.port), ...way, ...parts, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

interface Base {
  readonly settings: Settings
  readonly overrides: Overrides
  readonly now: Clock
  readonly log: Log
}

interface Foundations {
  readonly store: Store
  readonly tenants: Tenants
  readonly chatwoots: Chatwoots
  readonly desk: ConnectionDesk
  readonly pauses: PauseBoard
  readonly crews: Crews
}

async function openFoundations(
  opened: AsyncDisposableStack,
  { settings, overrides, now, log }: Base,
): Promise<Foundations> {
  opened.use(lockDataDir(settings.DATA_DIR))
  const store = await Store.open({ dir: settings.DATA_DIR, owner: 'embedded', now })
  opened.defer(() => store.close())
  const { CONFIG_DIR: configDir, CREDENTIAL_ENCRYPTION_KEY: credentialKey, CREDENTIAL_MASTER_KEY: masterKey } = settings
  const cache = opened.use(await openCache(settings.REDIS_URL, { now, log }))
  const tenants = opened.use(
    await openTenants({
      ...{ configDir, now, credentialKey, masterKey, cache },
      versions: store.office.configVersions,
      isAllowedHost: allowedHosts(settings.ALLOWED_HOSTS),
    }),
  )
  const weightOf = (place: Parameters<WeightOf>[0]) => {
    const resolved = tenants.resolve({ ...place, inbox: null })
    return (resolved && settings.TENANT_WEIGHTS.get(resolved.tenant)) ?? 1
  }
  const chatwoots = opened.use(new Chatwoots(settings, tellTrouble(log), weightOf))
  const desk = await openDesk(settings, { store, chatwoots, mappings: tenants.mappings, now, log })
  const crews = opened.use(await openCrews(settings, { tenants, now, log, overrides }))
  const pauses = opened.use(await PauseBoard.open({ store: store.office.pauses, now, log }))
  return { store, tenants, chatwoots, desk, pauses, crews }
}

interface Way {
  readonly queue: SqliteQueue
  readonly hub: Hub
  readonly sweeper: Sweeper
  readonly metrics: Metrics
  readonly feed: LiveFeed
}

/** What a message goes through once it is durable. */
function openWay(
  opened: AsyncDisposableStack,
  { settings, overrides, store, tenants, chatwoots, pauses, crews, now, log }: Base & Foundations,
): Way {
  const queue = new SqliteQueue({ dir: settings.DATA_DIR, maxWaiting: settings.MAX_WAITING })
  opened.defer(() => queue.close())
  const feed = new LiveFeed()
  opened.defer(() => feed.close())
  const weightOf = (tenant: TenantId) => settings.TENANT_WEIGHTS.get(tenant) ?? 1
  const slots = new FairSlots({ max: settings.MAX_RUNNING_TURNS, weightOf })
  const outbox = new Outbox({ store, chatwootOf: (lane) => chatwoots.doorOf(lane), now, log })
  const metrics: Metrics = new Metrics({
    store,
    queued: () => queue.waiting,
    awakeLanes: () => hub.awake,
    runningTurns: () => slots.running,
    troubles: () => chatwoots.troubles.size,
    now,
  })
  const watchers = watchersOf({ feed, metrics, store, log })
  const hub: Hub = new Hub({
    store,
    queue,
    room: { max: roomOf(settings), weightOf },
    slots,
    turns: turnMakerOf({ settings, overrides, store, tenants, chatwoots, pauses, crews, now }),
    async drain(lane, signal) {
      await outbox.drain(lane, signal)
      watchers.tellTurn(lane)
    },
    readBack: chatwoots.readBackInto((inbound) => hub.accept(inbound), now),
    tenantOf: (inbound) => tenants.resolve(inbound)?.tenant ?? null,
    heard: (inbound) => sweeper.noteTraffic(inbound),
    news: watchers,
    now,
    log,
  })
  pauses.onGiven((lanes) => hub.takeOver(lanes))
  const timing = overrides.sweepTiming ?? systemTiming
  const parts = { store, tenants, chatwoots, hub, metrics, timing, now, log }
  const sweeper: Sweeper = sweeperOf(parts, overrides.sweepEveryMs)
  return { queue, hub, sweeper, metrics, feed }
}

/** What makes a turn of a conversation's open rows. */
function turnMakerOf({
  settings,
  overrides,
  store,
  tenants,
  chatwoots,
  pauses,
  crews,
  now,
}: Omit<Foundations, 'desk'> & Pick<Base, 'settings' | 'overrides' | 'now'>): CrewTurnMaker {
  return new CrewTurnMaker({
    store,
    crews,
    lateAfterMs: settings.BENCH_CREW ? Number.POSITIVE_INFINITY : overrides.lateAfterMs,
    viaOf: (state) => viaOf(tenants, state),
    isPaused: (tenant) => pauses.isPaused(tenant),
    isGateway: (state) => chatwoots.isGateway(state, state.inbox),
    config: (tenant) => tenants.config(tenant),
    now,
    showTyping: (lane, channel) => showTyping({ toggle: (ask) => chatwoots.toggleTyping(ask) }, lane, channel),
  })
}

async function routesOf({
  queue,
  settings,
  store,
  tenants,
  chatwoots,
  desk,
  pauses,
  crews,
  hub,
  metrics,
  feed,
  now,
}: Base & Foundations & Way): Promise<Route[]> {
  const progress = {
    lastProgressMs: () => hub.lastProgressMs,
    counts: () => store.counts(),
    metrics: () => metrics.text(),
  }
  return [
    ...healthRoutes({ ...progress, now }),
    ...parkedRoutes({ store, wake: (lane) => hub.wake(lane) }),
    ...officeRoutes({ settings, store, tenants, chatwoots, desk, pauses, metrics, now }),
    ...backupRoutes({ makeBackup: (dir) => makeBackup(settings, dir, now()) }),
    ...privacyRoutes({ store, scrubQueue: () => queue.scrub() }),
    ...(settings.DEMO ? await openDemo(settings, { store, feed, tenants, engine: crews.engine }) : []),
  ]
}

/** What is taken out of the queue is in memory: a few times what runs, and never more than may wait at all. */
const roomOf = ({ MAX_RUNNING_TURNS, MAX_WAITING }: Settings): number =>
  Math.max(1, Math.min(Math.max(1_000, 4 * MAX_RUNNING_TURNS), Math.floor(MAX_WAITING / 2)))

/** Who was mapped to another tenant meanwhile is served as by a fallback: no tools, no customer's data. */
function viaOf(tenants: Tenants, state: LaneState) {
  const resolved = tenants.resolve(state)
  return resolved?.tenant === state.tenant ? resolved.via : 'fallback'
}

/** The door's thread, with as much of the tenants as it needs to refuse what is nobody's. */
function openFront(
  thread: Worker,
  { settings, log, overrides, tenants, chatwoots, queue, metrics }: Base & Foundations & Way,
): Promise<Door> {
  return openDoor(thread, {
    listen: overrides.listen ?? { host: settings.HOST, port: settings.PORT },
    dataDir: settings.DATA_DIR,
    maxWaiting: settings.MAX_WAITING,
    weights: settings.TENANT_WEIGHTS,
    connections: chatwoots.connections,
    mappings: tenants.mapping(),
    onPut: () => queue.nudge(),
    onCounted: (counts) => metrics.countWebhooks(counts),
    onDied: (error) => {
      log.fatal({ err: error }, 'the door is gone: this process ends, so that another takes over')
      process.exit(70)
    },
  })
}

const urlOf = (host: string, port: number): string => `http://${host.includes(':') ? `[${host}]` : host}:${port}`
