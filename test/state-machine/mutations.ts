import { randomUUID } from 'node:crypto'
import type { Addressed, Undelivered } from '../../src/backends/store/store.ts'
import type { InboxRow, LaneSignal } from '../../src/domain/lane.ts'
import type { OutboxRow } from '../../src/domain/outbox.ts'
import type { TurnRecord } from '../../src/domain/turn-record.ts'
import type { ChatwootDoor } from '../../src/flow/reply/perform.ts'
import type { Breaks } from './gated-store.ts'

/** One way to break the machinery on purpose, at its own seams, and the promise that then does not hold. */
export interface Mutation {
  readonly title: string
  readonly breaks?: Breaks
  readonly breaksDoor?: (door: ChatwootDoor) => ChatwootDoor
  /** Looked for where much is not delivered. */
  readonly isOfFailures?: true
  /** What a broken promise reads like. */
  readonly shows: RegExp
}

const changed = <T extends object>(args: unknown[], at: number, change: (value: T) => object): unknown[] =>
  args.map((value, index) => (index === at ? { ...(value as T), ...change(value as T) } : value))

export const MUTATIONS: readonly Mutation[] = [
  {
    title: 'deliveries are taken without their unique key',
    shows: /answers twice/,
    breaks: {
      accept: (call, [batch]) =>
        call(
          (batch as Addressed[]).map(({ tenant, inbound }) => ({
            tenant,
            inbound: { ...inbound, dedupe: `${inbound.dedupe}:${randomUUID()}` },
          })),
        ),
    },
  },
  {
    title: 'a send whose answer was lost is sent again at once',
    shows: /twice/,
    breaks: {
      changeOutboxRow: (call, args) =>
        call(...changed<{ to: string }>(args, 1, ({ to }) => (to === 'unknown' ? { to: 'planned' } : {}))),
    },
  },
  {
    title: 'absent is believed at the first look',
    shows: /twice|out of order/,
    breaks: {
      nextOutboxRow: async (call, args) => {
        const row = (await call(...args)) as OutboxRow | null
        return row && { ...row, waitedMs: 3_600_000 }
      },
    },
  },
  {
    title: 'a turn goes on and is committed although a human has taken over',
    shows: /talks over a human/,
    breaks: {
      accept: async (call, args) => ((await call(...args)) as LaneSignal[]).filter(({ kind }) => kind !== 'takeover'),
      commitTurn: (call, args) =>
        call(
          ...changed<TurnRecord>(args, 0, ({ result, handsOver }) =>
            handsOver ? {} : { result: { ...result, reason: 'delivery-failed' } },
          ),
        ),
    },
  },
  {
    title: 'the answered rows are not closed with the turn',
    shows: /answers twice|never comes to rest/,
    breaks: { commitTurn: (call, args) => call(...changed<TurnRecord>(args, 0, () => ({ answers: [] }))) },
  },
  {
    title: 'rows are closed without their outbox rows',
    shows: /unanswered and alone/,
    breaks: {
      commitTurn: async (call, args) => {
        const [record] = args as [TurnRecord]
        return call({ ...record, actions: (record.answers[0] ?? 0) % 3 === 0 ? [] : record.actions }, args[1])
      },
    },
  },
  {
    title: 'timers are forgotten',
    shows: /never comes to rest|unanswered and alone/,
    breaks: {
      takeDueTimers: async (call, args) => {
        await call(...args)
        return []
      },
    },
  },
  {
    title: 'a start does not look for what the last run left',
    shows: /never comes to rest|unanswered and alone/,
    breaks: {
      recover: async (call, args) => {
        await call(...args)
        return []
      },
    },
  },
  {
    title: 'a send begins without being noted',
    shows: /twice|talks over a human/,
    breaks: {
      changeOutboxRow: (call, args) =>
        (args[1] as { to: string }).to === 'sending' ? Promise.resolve(true) : call(...args),
    },
  },
  {
    title: 'a send whose answer was lost is taken for sent',
    shows: /out of order|unanswered and alone/,
    breaks: {
      changeOutboxRow: (call, args) =>
        call(
          ...changed<{ to: string }>(args, 1, ({ to }) =>
            to === 'unknown' ? { to: 'sent', atMs: 0, chatwootId: null } : {},
          ),
        ),
    },
  },
  {
    title: 'a human who speaks or is assigned is not noticed',
    shows: /talks over a human/,
    breaks: {
      accept: (call, [batch]) =>
        call(
          (batch as Addressed[]).map((each) => ({
            ...each,
            inbound: {
              ...each.inbound,
              seen: { ...each.inbound.seen, status: 'pending', assignee: 'none' },
              event: each.inbound.event.kind === 'human-spoke' ? { kind: 'conversation-changed' } : each.inbound.event,
            },
          })),
        ),
    },
  },
  {
    title: 'a failed delivery is not told to anybody',
    shows: /says nothing of a failed delivery/,
    breaks: {
      accept: (call, [batch]) =>
        call(
          (batch as Addressed[]).filter(
            ({ inbound: { event } }) => event.kind !== 'receipt' || event.status !== 'failed',
          ),
        ),
    },
  },
  {
    title: 'a template that failed is answered with a template',
    isOfFailures: true,
    shows: /says nothing of a failed delivery/,
    breaks: {
      undelivered: async (call, args) => {
        const found = (await call(...args)) as Undelivered | null
        return (
          found && {
            ...found,
            action: { ...found.action, template: undefined },
            knockState: null,
            knockedAtMs: null,
            isLatest: true,
          }
        )
      },
    },
  },
  {
    title: 'a message that was not taken is taken for sent',
    shows: /unanswered and alone/,
    breaksDoor: (door) => ({
      ...door,
      post: async (post, options) => {
        const outcome = await door.post(post, options)
        return outcome.kind === 'refused' || outcome.kind === 'busy' ? { kind: 'sent', id: null } : outcome
      },
    }),
  },
  {
    title: 'a lost answer is taken for "not taken"',
    shows: /twice/,
    breaksDoor: (door) => ({
      ...door,
      post: async (post, options) => {
        const outcome = await door.post(post, options)
        return outcome.kind === 'unknown' ? { ...outcome, kind: 'busy' } : outcome
      },
    }),
  },
  {
    title: 'only half of a burst is answered',
    shows: /unanswered and alone/,
    breaks: {
      openRows: async (call, args) => {
        const rows = (await call(...args)) as InboxRow[]
        return rows.map((row) =>
          row.event.kind === 'customer-message' ? { ...row, event: { ...row.event, text: firstOnly(rows, row) } } : row,
        )
      },
    },
  },
]

/** The others look like nothing. */
const firstOnly = (rows: readonly InboxRow[], row: InboxRow): string =>
  row.event.kind === 'customer-message' && rows[0] === row ? row.event.text : 'done'
