import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Store, TenantStore } from '../../src/backends/store/store.ts'
import { DEFAULT_CONNECTION, TenantId } from '../../src/domain/ids.ts'
import type { ContactSeen, Inbound } from '../../src/domain/inbound.ts'
import type { Lane } from '../../src/domain/lane.ts'
import type { OutboundAction } from '../../src/domain/outbound.ts'
import type { TurnRecord } from '../../src/domain/turn-record.ts'

export const MINE = TenantId.parse('mine/account_1')
export const THEIRS = TenantId.parse('theirs/account_1')
const T0 = 1_795_417_544_000

/** One conversation of each of two tenants, both with something of everything. */
export interface Scene {
  readonly store: Store
  readonly mine: TenantStore
  readonly lane: Lane
  readonly theirs: TenantStore
  readonly theirLane: Lane
  /** Turn ids, by tenant. */
  readonly turn: string
  readonly theirTurn: string
  readonly dir: string
}

/** What a method of the other tenant's must not do with ours; throws when it does. */
export type Probe = (scene: Scene) => Promise<void>

let conversations = 0

export async function sceneOf(store: Store, dir: string): Promise<Scene> {
  const [lane, theirLane] = [laneFor(MINE), laneFor(THEIRS)]
  const turn = await fill(store, lane, 'canary-mine')
  const theirTurn = await fill(store, theirLane, 'theirs')
  return { ...{ store, dir, lane, theirLane, turn, theirTurn }, mine: store.for(MINE), theirs: store.for(THEIRS) }
}

const laneFor = (tenant: TenantId): Lane => ({
  ...{ tenant, connection: DEFAULT_CONNECTION, account: 1 },
  conversation: 10_000 + ++conversations,
})

/** A turn that said something, and two more messages to answer. */
async function fill(store: Store, lane: Lane, text: string): Promise<string> {
  const tenant = store.for(lane.tenant)
  const first = lane.conversation * 10
  await store.accept([{ tenant: lane.tenant, inbound: wrote(lane, first, text) }])
  const fence = await tenant.lease(lane)
  const record = recordOf(lane, { answers: (await tenant.openRows(lane)).map(({ id }) => id), text })
  assert.equal(await tenant.commitTurn(record, fence ?? 0), true)
  await store.accept([{ tenant: lane.tenant, inbound: wrote(lane, first + 1, `${text} again`) }])
  return record.id
}

const wrote = (lane: Lane, messageId: number, text: string): Inbound => ({
  ...{ connection: lane.connection, account: lane.account, conversation: lane.conversation, inbox: 101, signed: true },
  ...{ receivedAtMs: T0, dedupe: `m:${messageId}` },
  seen: {
    ...{ channel: 'whatsapp', status: 'pending', assignee: 'none', labels: [], canReply: true },
    ...{ updatedAtMs: T0, contact: contactOf(lane) },
  },
  event: {
    ...{ kind: 'customer-message', messageId, text, attachments: [], createdAtMs: T0, inReplyTo: null, skip: null },
  },
})

/** Numbered as the conversation is. */
const contactOf = ({ conversation }: Lane): ContactSeen => ({
  ...{ id: conversation, name: null, phone: null, email: null, identifier: null, sourceId: null },
  ...{ hmacVerified: false, blocked: false },
})

function recordOf(lane: Lane, { answers, text }: { answers: readonly number[]; text: string }): TurnRecord {
  const action: OutboundAction = { kind: 'message', text, buttons: [], image: null }
  const id = `turn-${lane.conversation}-${++conversations}`
  return {
    ...{ id, lane, channel: 'whatsapp', crewType: 'customer_service', contact: null, engine: 'built-in' },
    ...{ configHash: '', planHash: '', knowledgeHash: '', text, startedAtMs: T0, gateMs: 0, crewMs: 0 },
    ...{ actions: [{ marker: `marker-${id}`, action }], answers, parkCause: null, handsOver: false },
    result: {
      ...{ outcome: 'answered', reason: null, actions: [], intent: 'other', language: 'pt-BR' },
      understanding: {
        ...{ intent: 'other', confidence: 1, language: 'pt-BR', slots: {}, wantsHuman: false },
        ...{ sentiment: 'neutral', isFinished: true },
      },
      usage: { modelCalls: 0, inputTokens: 0, outputTokens: 0 },
      steps: [
        {
          ...{ agent: 'response', task: 'reply', kind: 'compose', startMs: 0, ms: 1, error: null },
          ...{ request: text, response: text },
        },
      ],
      evidence: { passages: [], tools: [] },
    },
  } as unknown as TurnRecord
}

/** What stands in our rows, to the byte. */
function ours({ dir }: Scene): string {
  const database = new DatabaseSync(join(dir, 'store.sqlite'), { readOnly: true })
  try {
    return ['inbox', 'lanes', 'turns', 'steps', 'outbox', 'timers', 'said']
      .map((table) => JSON.stringify(database.prepare(`select * from ${table} where tenant = ?`).all(MINE)))
      .join('\n')
  } finally {
    database.close()
  }
}

/** Whatever `work` says to it, our rows are as they were. */
async function leavesOurs(scene: Scene, work: () => Promise<unknown>): Promise<void> {
  const before = ours(scene)
  await work().catch((error: unknown) => assert.ok(error instanceof TypeError, String(error)))
  assert.equal(ours(scene), before)
}

const seesNothing = async (found: Promise<unknown>): Promise<void> =>
  assert.doesNotMatch(JSON.stringify(await found), /canary/)

/** A row that names our conversation's turn by their tenant's id, as only a mistake could make it. */
function strayInto(table: 'steps' | 'outbox', { dir, lane, theirTurn }: Scene): void {
  const database = new DatabaseSync(join(dir, 'store.sqlite'))
  const values =
    table === 'steps'
      ? `(turn, tenant, seq, agent, task, kind, start_ms, ms, request_json, response_json)
         values ('${theirTurn}', '${MINE}', 99, 'a', 't', 'compose', 0, 0, '"canary"', '"canary"')`
      : `(tenant, connection, account, conversation, turn, seq, kind, body_json, marker, state, planned_at)
         values ('${MINE}', 'default', 1, ${lane.conversation}, '${theirTurn}', 99, 'message',
                 '{"kind":"message","text":"canary","buttons":[]}', 'stray-${theirTurn}', 'sent', ${T0})`
  database.exec(`insert into ${table} ${values}`)
  database.close()
}

/** Our turn said a template; a row of theirs stands in our conversation. */
function knockedAtOurs({ dir, lane, turn }: Scene): void {
  const database = new DatabaseSync(join(dir, 'store.sqlite'))
  database.exec(`update turns set reason = 'window-closed' where id = '${turn}'`)
  database.exec(
    `insert into outbox
       (tenant, connection, account, conversation, turn, seq, kind, body_json, marker, state, planned_at, chatwoot_id)
     values ('${THEIRS}', 'default', 1, ${lane.conversation}, 'another', 0, 'message',
             '{"kind":"message","text":"x","buttons":[]}', 'theirs-${turn}', 'sent', ${T0}, 4243)`,
  )
  database.close()
}

/** Chatwoot took the lane's next row. */
export async function send(tenant: TenantStore, lane: Lane, chatwootId: number): Promise<void> {
  const row = await tenant.nextOutboxRow(lane)
  assert.ok(row)
  await tenant.changeOutboxRow(row, { to: 'sending', atMs: T0 })
  await tenant.changeOutboxRow(row, { to: 'sent', atMs: T0, chatwootId })
}

const rowsOf = ({ mine, lane }: Scene) => mine.openRows(lane)
const outboxRowOf = async ({ mine, lane }: Scene) => {
  const row = await mine.nextOutboxRow(lane)
  assert.ok(row)
  return row
}

/** For each method of `TenantStore`: what the other tenant's store must not see or do. */
export const PROBES: Readonly<Record<string, Probe>> = {
  lane: async ({ theirs, lane }) => assert.equal(await theirs.lane(lane), null),
  messagesOf: async ({ mine, theirs, lane }) => {
    const [contact, since] = [
      { connection: lane.connection, contact: lane.conversation },
      { sinceMs: 0, most: 9 },
    ]
    assert.deepEqual([await mine.messagesOf(contact, since), await theirs.messagesOf(contact, since)], [2, 0])
  },
  openRows: async ({ theirs, lane }) => assert.deepEqual(await theirs.openRows(lane), []),
  said: async ({ theirs, lane }) => assert.deepEqual(await theirs.said(lane, 10), []),
  async turns(scene) {
    const { theirs, lane, theirLane } = scene
    assert.deepEqual(await theirs.turns(lane, 10), [])
    strayInto('steps', scene)
    strayInto('outbox', scene)
    await seesNothing(theirs.turns(theirLane, 10))
  },
  async commitTurn(scene) {
    const { theirs, lane, theirLane } = scene
    const ours = (await rowsOf(scene)).map(({ id }) => id)
    const own = (await theirs.openRows(theirLane)).map(({ id }) => id)
    const attempt = async (at: Lane, answers: readonly number[]) => {
      const fence = (await theirs.lease(at)) ?? 0
      assert.notEqual(await theirs.commitTurn(recordOf(at, { answers, text: 'x' }), fence), true)
    }
    await leavesOurs(scene, () => attempt(lane, ours))
    await leavesOurs(scene, () => attempt(theirLane, ours))
    await leavesOurs(scene, () => attempt(theirLane, [...own, ...ours]))
  },
  endConversation: async (scene) =>
    leavesOurs(scene, () => scene.theirs.endConversation(scene.lane, { atMs: T0, why: 'x' })),
  close: async (scene) => leavesOurs(scene, async () => scene.theirs.close(await rowsOf(scene), 'x')),
  park: async (scene) => leavesOurs(scene, async () => scene.theirs.park(await rowsOf(scene), 'x')),
  noteRunning: async (scene) => leavesOurs(scene, async () => scene.theirs.noteRunning(await rowsOf(scene))),
  async noteEnded(scene) {
    const rows = await rowsOf(scene)
    await scene.mine.noteRunning(rows)
    await leavesOurs(scene, () => scene.theirs.noteEnded(rows))
  },
  async retryLater(scene) {
    const { theirs, lane, theirLane } = scene
    const rows = await rowsOf(scene)
    await leavesOurs(scene, () => theirs.retryLater(lane, rows, { readyAtMs: 1, cause: 'x' }))
    await leavesOurs(scene, () => theirs.retryLater(lane, [], { readyAtMs: 1, cause: 'x' }))
    await leavesOurs(scene, () => theirs.retryLater(theirLane, rows, { readyAtMs: 1, cause: 'x' }))
  },
  nextOutboxRow: async ({ theirs, lane }) => assert.equal(await theirs.nextOutboxRow(lane), null),
  wakeAt: async (scene) => leavesOurs(scene, () => scene.theirs.wakeAt(scene.lane, 1)),
  async changeOutboxRow(scene) {
    const row = await outboxRowOf(scene)
    await leavesOurs(scene, () => scene.theirs.changeOutboxRow(row, { to: 'sending', atMs: T0 }))
    // Handed over under their name, it is still our row by its number.
    await leavesOurs(scene, () =>
      scene.theirs.changeOutboxRow({ ...row, tenant: THEIRS }, { to: 'dropped', atMs: T0, error: 'x' }),
    )
  },
  failOutboxRow: async (scene) => {
    const row = await outboxRowOf(scene)
    await leavesOurs(scene, () => scene.theirs.failOutboxRow(row, { atMs: T0, error: 'x' }))
  },
  async undelivered(scene) {
    const { mine, theirs, lane } = scene
    await send(mine, lane, 4_242)
    assert.ok(await mine.undelivered(lane, 4_242))
    assert.equal(await theirs.undelivered(lane, 4_242), null)
    // A conversation that was ours: of what was said and tried in it before, theirs know nothing.
    knockedAtOurs(scene)
    const found = await theirs.undelivered(lane, 4_243)
    assert.deepEqual([found?.knock.split('/').at(-1), found?.knockedAtMs], ['0', null])
  },
  dropPlannedWords: async (scene) => leavesOurs(scene, () => scene.theirs.dropPlannedWords(scene.lane, 'x')),
}

/** Methods that see nothing of a tenant, and why. */
export const NOTHING_OF_A_TENANT: Readonly<Record<string, string>> = {
  lease: 'a lease is of a conversation number, whosever it is: two processes must not work on it',
  isAnotherRows: 'tells only whether a message number of one Chatwoot is taken, which must be so for all its tenants',
}

const OF_THE_LANE = 'a conversation number has one such row, whosever it is; its tenant is a column of it'
const OF_ALL_TIMERS = 'the hub asks for what is due, of all tenants; each timer names its lane'

/** Statements that name no tenant, and why. */
export const STATEMENTS_OF_NOBODY: Readonly<Record<string, string>> = {
  'hold.ts updateTable lanes where((eb) => eb.and(keyOf(ref)))': OF_THE_LANE,
  'leases.ts selectFrom leases where((eb) => eb.and({ ...keyOf(ref), owner, fence }))': OF_THE_LANE,
  "outbox.ts updateTable outbox where((eb) => eb.and({ ...keyOf(ref), state: 'planned', kind: 'status',":
    'a conversation that was given back is opened by nobody, whoever planned it',
  'tenant-store.ts selectFrom outbox where((eb) => eb.and({ connection: row.connection, chatwoot_id: ch':
    'whether a message number of one Chatwoot is taken',
  "timers.ts deleteFrom timers where('key', '=', key)": 'the key is made of the tenant',
  "timers.ts deleteFrom timers where('key', 'in', keys)": OF_ALL_TIMERS,
  'timers.ts selectFrom timers': OF_ALL_TIMERS,
  "timers.ts selectFrom timers where((eb) => eb.or([ eb('due_at', '<=', nowMs), eb.and([eb('kind', '=',": OF_ALL_TIMERS,
  'turns.ts selectFrom lanes where((eb) => eb.and(keyOf(lane)))': OF_THE_LANE,
  "turns.ts updateTable inbox where('id', 'in', answers) .returning(sql<number | null>`body_json ->> '$":
    'the rows were found to be the tenant’s in the same transaction',
  'turns.ts updateTable lanes where((eb) => eb.and(keyOf(record.lane)))': OF_THE_LANE,
  "undeliverable.ts selectFrom inbox where('connection', '=', lane.connection) .where('dedupe', 'in', n":
    'one fact of a Chatwoot has one row, whosever it is',
  'undeliverable.ts selectFrom outbox where((eb) => eb.and({ connection, chatwoot_id: messageId }))':
    'which of our rows a message number of one Chatwoot is',
  "undeliverable.ts selectFrom outbox where('marker', '=', marker)":
    'a marker is one row’s; this one is made of the conversation’s own number',
}
