import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OutboxChange, Store } from '../../src/backends/store/store.ts'
import { Failure } from '../../src/base/failure.ts'
import { silentLog } from '../../src/base/log.ts'
import { TenantId } from '../../src/domain/ids.ts'
import type { Inbound } from '../../src/domain/inbound.ts'
import type { InboxRow, Lane } from '../../src/domain/lane.ts'
import type { OutboxRow } from '../../src/domain/outbox.ts'
import type { TurnRecord } from '../../src/domain/turn-record.ts'
import { FairSlots } from '../../src/flow/hub/fair-slots.ts'
import { Hub } from '../../src/flow/hub/hub.ts'
import { CrewTurnMaker } from '../../src/flow/hub/turn-maker.ts'
import type { Queue } from '../../src/flow/queue/queue.ts'
import type { ChatwootDoor } from '../../src/flow/reply/perform.ts'
import { Outbox } from '../../src/flow/reply/reply.ts'
import { FakeChatwoot } from './fake-chatwoot.ts'
import { fakeDoor } from './fake-door.ts'
import { type Breaks, gatedStore } from './gated-store.ts'
import { type Gate, Gates, type How, OK } from './gates.ts'
import { type Life, ManualTime } from './manual-time.ts'
import { Promises } from './promises.ts'
import { smallConfig, smallCrew } from './small-crew.ts'

const TENANT = TenantId.parse('retail/account_1')
const CONFIG = smallConfig(TENANT)
/** The HTTP client gives a call up after this long. */
const CALL_MS = 10_000
/** Once faults stop, everything has come to rest within this. */
const REST_MS = 600_000
/** … and within this many deliveries and waits, each with at most so many calls: what goes round and round never rests. */
const REST_ROUNDS = 1_000
const REST_STEPS = 300

export interface WorldOptions {
  readonly canReadBack: boolean
  readonly keepsMarkers: boolean
  /** How the machinery is broken on purpose. */
  readonly breaks?: Breaks
  readonly breaksDoor?: (door: ChatwootDoor) => ChatwootDoor
}

/**
 * A server and its Chatwoot: the real store on real files, hub, lanes and outbox; a queue, a Chatwoot and a crew whose
 * every answer is chosen. Crashing leaves the old objects behind, inert, and starts new ones on the same files.
 */
export class World implements AsyncDisposable {
  readonly time = new ManualTime()
  readonly gates = new Gates(() => this.time.elapsedMs)
  readonly chatwoot: FakeChatwoot
  readonly promises: Promises
  readonly #options: WorldOptions
  readonly #dir = mkdtempSync(join(tmpdir(), 'world-'))
  readonly #later: { atMs: number; commit: () => void }[] = []
  readonly #queued: Inbound[] = []
  #wakeQueue: () => void = () => {}
  #life: Life = { isOver: false }
  #store!: Store
  #hasLost = false
  #crashes = 0

  private constructor(options: WorldOptions) {
    this.#options = options
    this.chatwoot = new FakeChatwoot({ nowMs: this.time.trueNow, keepsMarkers: options.keepsMarkers })
    this.promises = new Promises(this.chatwoot)
  }

  static async open(options: WorldOptions): Promise<World> {
    const world = new World(options)
    await world.#start()
    return world
  }

  /** Lets one waiting call through. */
  async step(pick: number, how: How): Promise<void> {
    const { waiting } = this.gates
    if (waiting.length > 0) await this.#open(waiting[pick % waiting.length] as Gate, how)
  }

  /** Lets calls through in the order they came, all well, until none waits or `steps` were made. */
  async run(steps: number): Promise<void> {
    for (let step = 0; step < steps && this.gates.waiting[0]; step += 1) await this.#open(this.gates.waiting[0], OK)
  }

  /** Hands a webhook over, perhaps twice, perhaps unsigned. */
  async deliver(pick: number, { twice = false, signed = true } = {}): Promise<void> {
    const { deliveries } = this.chatwoot
    if (deliveries.length === 0) return
    if (!signed && !this.#options.canReadBack) signed = true
    const at = pick % deliveries.length
    const [delivery] = twice ? deliveries.slice(at, at + 1) : deliveries.splice(at, 1)
    if (!delivery) return
    if (!signed) this.#hasLost = true
    const inbound = this.chatwoot.received(delivery, { receivedAtMs: this.time.now(), signed })
    if (inbound) await this.#put(inbound)
  }

  lose(pick: number): void {
    const { deliveries } = this.chatwoot
    const at = pick % (deliveries.length || 1)
    // Without a user token nothing brings back what was lost: there, only our own echoes may be.
    if (!this.#options.canReadBack && !deliveries[at]?.isOurs) return
    const [lost] = deliveries.length > 0 ? deliveries.splice(at, 1) : []
    if (!lost) return
    this.#hasLost = true
    if (!this.#canSettleWithoutEcho) this.promises.noteFault(lost.conversation, 'a webhook was lost')
  }

  /** What the sweeper does: every conversation and its messages are read back as if told. */
  async sweep(): Promise<void> {
    this.#hasLost = false
    for (const conversation of this.chatwoot.conversations)
      for (const inbound of this.chatwoot.readBack(conversation, null, this.time.now())) await this.#put(inbound)
  }

  async pass(ms: number): Promise<void> {
    await this.#advanceTo(this.time.elapsedMs + ms)
  }

  /**
   * The process dies. Of what it was about to do, `mask` says which calls still have their effect, and `how` what
   * becomes of those; nobody hears of any. Then it starts again.
   */
  async crash(mask: number, how: How): Promise<void> {
    const left = this.gates.clear()
    this.#life.isOver = true
    this.#crashes += 1
    this.#mayBeBlind('died while sending')
    if (this.#crashes > 1) this.#noteEverywhere('died twice while sending: it is repeated once only')
    for (const [at, gate] of left.entries()) {
      const isDone = ((mask >> (at % 16)) & 1) === 1
      if (gate.label.startsWith('store:')) isDone && gate.openUnheard(OK)
      else if (gate.label === 'chatwoot:post' || gate.label === 'chatwoot:write') isDone && gate.openUnheard(how)
      await this.gates.settled()
    }
    await this.#store.close()
    await this.#start()
  }

  /** No more faults: everything is told, heard and done, however long it takes. Throws when it never ends. */
  async comeToRest(): Promise<void> {
    this.chatwoot.isRevoked = false
    const endMs = this.time.elapsedMs + REST_MS
    for (let round = 0; round < REST_ROUNDS && this.time.elapsedMs < endMs; round += 1) {
      await this.run(REST_STEPS)
      this.promises.checkNow()
      if (this.promises.broken.length > 0) return
      if (this.gates.waiting.length > 0) break
      if (this.chatwoot.deliveries.length > 0) await this.deliver(0)
      else if (this.#hasLost) await this.sweep()
      else if (await this.#isAtRest()) return
      else await this.#advanceTo(await this.#nextEventMs())
    }
    this.promises.broken.push(`never comes to rest: ${await this.#unfinished()}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.isOver = true
    this.gates.clear()
    await this.gates.settled()
    await this.#store.close()
    rmSync(this.#dir, { recursive: true })
  }

  async #open(gate: Gate, how: How): Promise<void> {
    gate.open(how)
    await this.gates.settled()
  }

  async #put(inbound: Inbound): Promise<void> {
    this.#queued.push(inbound)
    this.#wakeQueue()
    await this.gates.settled()
  }

  get #canSettleWithoutEcho(): boolean {
    return this.#options.canReadBack
  }

  /** Without a user token, a send that we know nothing of, and whose echo is lost, ends with a human. */
  #mayBeBlind(fault: string): void {
    if (this.#canSettleWithoutEcho) return
    this.#noteEverywhere(fault)
  }

  #noteEverywhere(fault: string): void {
    for (const { id } of this.chatwoot.conversations) this.promises.noteFault(id, fault)
  }

  async #advanceTo(elapsedMs: number): Promise<void> {
    for (const gate of this.gates.waiting.filter(({ label }) => label.startsWith('chatwoot:')))
      if (elapsedMs - gate.sinceMs >= CALL_MS) await this.#open(gate, { outcome: 'never', lateMs: 0 })
    for (const late of this.#later.filter(({ atMs }) => atMs <= elapsedMs)) {
      this.#later.splice(this.#later.indexOf(late), 1)
      this.time.advanceTo(late.atMs)
      late.commit()
      await this.gates.settled()
    }
    this.time.advanceTo(elapsedMs)
    await this.gates.settled()
  }

  async #nextEventMs(): Promise<number> {
    const { elapsedMs } = this.time
    const late = Math.min(...this.#later.map(({ atMs }) => atMs))
    const timerAtMs = await this.#store.nextTimerAt()
    const timer = timerAtMs === null ? Number.POSITIVE_INFINITY : elapsedMs + timerAtMs - this.time.now()
    const tick = this.time.nextTimerMs() ?? elapsedMs + 1_000
    const isFar = timer > elapsedMs + 61_000
    return Math.max(Math.min(late, isFar ? tick : timer), tick)
  }

  async #isAtRest(): Promise<boolean> {
    if (this.#later.length > 0 || this.#queued.length > 0) return false
    const { openRows, unsentRows } = await this.#store.counts()
    return openRows === 0 && unsentRows === 0 && (await this.#store.nextTimerAt()) === null
  }

  async #unfinished(): Promise<string> {
    const { openRows, unsentRows } = await this.#store.counts()
    const timerAtMs = await this.#store.nextTimerAt()
    return JSON.stringify({ openRows, unsentRows, timerInMs: timerAtMs && timerAtMs - this.time.now() })
  }

  async #start(): Promise<void> {
    const { time, gates } = this
    const life: Life = { isOver: false }
    this.#life = life
    const { now } = time
    this.#store = await Store.open({ dir: this.#dir, owner: 'embedded', now, survives: 'process' })
    const breaks = this.#options.breaks ?? {}
    const onDone = (...call: Parameters<World['watch']>) => this.watch(...call)
    const onFull = (method: string) =>
      method === 'changeOutboxRow' && this.#mayBeBlind('what became of a send was not kept')
    const store = gatedStore({ store: this.#store, gates, life, breaks, onDone, onFull })
    const door = this.#door(life)
    const timing = time.timing(life)
    const log = silentLog()
    const outbox = new Outbox({ store, chatwootOf: () => door, now, timing, log })
    const onFailure = (text: string) => this.#noteCrewFailure(text)
    const crews = smallCrew({ gates, life, onFailure })
    const hub: Hub = new Hub({
      store,
      queue: this.#queue(life, timing),
      slots: new FairSlots({ max: 2 }),
      turns: new CrewTurnMaker({ store, crews, config: async () => CONFIG, now }),
      drain: (lane, signal) => outbox.drain(lane, signal),
      readBack: (lane, hints) => this.#readBack(life, hub, { lane, hints }),
      tenantOf: () => TENANT,
      news: { stage: () => {}, turn: () => {} },
      now,
      timing,
      log,
    })
    hub.start().catch((error) => this.promises.broken.push(`does not start: ${error}`))
    await gates.settled()
  }

  #door(life: Life): ChatwootDoor {
    const { chatwoot, gates, time } = this
    const { canReadBack, keepsMarkers, breaksDoor = (door: ChatwootDoor) => door } = this.#options
    const onFault = (conversation: number, fault: string) => {
      const isSettled = (fault === 'lost' || fault === 'late') && this.#canSettleWithoutEcho
      if (!isSettled) this.promises.noteFault(conversation, fault)
    }
    const later = this.#later
    return breaksDoor(fakeDoor({ chatwoot, gates, life, time, canReadBack, keepsMarkers, later, onFault }))
  }

  /** At least once and durable, as the real one; what was not acknowledged when we died comes again. */
  #queue(life: Life, timing: { pause: (ms: number) => Promise<void> }): Queue {
    return {
      put: (inbound) => this.#put(inbound),
      close: async () => {},
      consume: async (take) => {
        while (!life.isOver) {
          const batch = [...this.#queued]
          if (batch.length === 0) {
            await new Promise<void>((resolve) => {
              this.#wakeQueue = resolve
            })
            continue
          }
          const isTaken = await take(batch).then(
            () => true,
            () => false,
          )
          if (isTaken) this.#queued.splice(0, batch.length)
          else await timing.pause(250)
        }
      },
    }
  }

  async #readBack(life: Life, hub: Hub, { lane, hints }: { lane: Lane; hints: readonly InboxRow[] }): Promise<void> {
    const ids = hints.flatMap(({ event }) => (event.kind === 'hint' && event.messageId ? [event.messageId] : []))
    const found = await this.gates.pass(life, 'chatwoot:read', async ({ outcome }) => {
      if (this.chatwoot.isRevoked) throw new Failure('CHATWOOT_UNAUTHORIZED', { token: 'user' })
      if (outcome !== 'ok') throw new Failure('CHATWOOT_BUSY', { status: 502 })
      return this.chatwoot.readBack(this.chatwoot.at(lane.conversation), ids, this.time.now())
    })
    await hub.accept(found)
  }

  #noteCrewFailure(text: string): void {
    for (const { id, messages } of this.chatwoot.conversations)
      if (messages.some((message) => text.includes(`#${message.id}`))) this.promises.noteFault(id, 'the crew failed')
  }

  /** What the store did, whoever heard of it. */
  watch(method: string, args: readonly unknown[], result: unknown): void {
    if (method === 'accept')
      this.promises.told((args[0] as readonly { inbound: Inbound }[]).map(({ inbound }) => inbound))
    if (method === 'commitTurn' && result === true) this.promises.committed(args[0] as TurnRecord)
    if (method === 'changeOutboxRow' && result === true) {
      const [row, change] = args as [OutboxRow, OutboxChange]
      if (change.to === 'sending') this.promises.beganToSend(row)
      if (change.to === 'sent' && change.seen) this.promises.told([change.seen])
    }
    if (method === 'park')
      for (const { conversation } of args[0] as readonly InboxRow[])
        this.promises.broken.push(`${conversation} parks without telling anybody: ${args[1]}`)
  }
}
