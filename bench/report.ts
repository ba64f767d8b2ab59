import { cpus, totalmem } from 'node:os'
import { OUTSIDE } from './outside.ts'
import type { AckResult, Acks } from './parts/ack.ts'
import type { FloodResult } from './parts/flood.ts'
import type { KillResult } from './parts/kills.ts'
import type { MemoryResult } from './parts/memory.ts'
import { GROWTH_MS, type RedisResult } from './parts/redis.ts'
import type { StartResult } from './parts/starts.ts'
import type { CrewResult, Run } from './parts/turns.ts'
import type { RegistryNumbers } from './registry.ts'
import type { SweepNumbers } from './sweep.ts'

/** All that one run of the bench found out; null: not asked for. */
export interface Measured {
  readonly starts: StartResult
  readonly kills: KillResult
  readonly standby: KillResult
  /** Null: no redis-server here. */
  readonly redis: RedisResult | null
  readonly acks: AckResult
  readonly flood: FloodResult
  readonly four: CrewResult
  readonly builtIn: CrewResult
  readonly model: CrewResult
  readonly registry: RegistryNumbers
  readonly memory: MemoryResult | null
  readonly sweep: SweepNumbers | null
}

/** Messages that were lost, answered twice or answered with another's; the bench fails on any. */
export function faultsOf({ four, builtIn, model, memory, flood }: Measured): number {
  const runs = [four, builtIn, model].flatMap(({ one, many, slowModel }) => [
    one,
    many,
    ...(slowModel ? [slowModel] : []),
  ])
  const outcomes = [...runs.map(({ outcome }) => outcome), ...(memory?.outcomes ?? []), ...flood.outcomes]
  return outcomes.reduce((sum, { lost, doubled, wrong }) => sum + lost + doubled + wrong, 0)
}

/** docs/reference/performance.md. */
export function pageOf(measured: Measured): string {
  return `# Performance

Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}; do not edit, run it again. Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'},
${Math.round(totalmem() / 2 ** 30)} GiB; load driver, fakes and server on this one machine, loopback, no TLS. Signature, tenant, durable queue and
store, outbox and log are on. "Other cores" says how much of the machine somebody else took meanwhile (the fake model and
Odoo among them): trust CPU first, then ratios, then throughput, then times.

${targetsOf(measured)}

${acksOf(measured.acks)}

${crewsOf(measured)}

${restOf(measured)}

${outside()}

${LIMITS}`
}

interface Target {
  readonly what: string
  readonly wanted: string
  readonly found: string
  readonly isMet: boolean
}

function targetsOf({
  starts,
  kills,
  standby,
  redis,
  acks,
  flood,
  four,
  builtIn,
  registry,
  memory,
  sweep,
}: Measured): string {
  const { paced, plainPaced, busy, saturated } = acks
  const ackLimit = Math.max(15, 1.5 * plainPaced.ms.p99)
  const slowRss = four.slowModel?.cost.peakRssMb ?? 0
  const targets: Target[] = [
    atMost('ack p99 at 1,000 webhooks a second, ms', paced.ms.p99, ackLimit),
    atMost('ack p99, a new connection each, 50 in flight, ms', busy.fresh.ms.p99, 20),
    atMost('slowest ack in a burst of 1,000 new connections, ms', busy.burst.ms.max, 500),
    atLeast('acks a second with the hub idle', saturated.perSecond, 4_000),
    atMost('own time of a turn with four model calls, one at a time, p99, ms', four.one.outcome.replyMs.p99, 25),
    atMost('CPU seconds per 1,000 turns with four model calls', four.many.cpuSecondsPer1000, 0.7),
    atMost('CPU seconds per 1,000 turns with search and an Odoo read', builtIn.many.cpuSecondsPer1000, 2),
    atMost('start to ready, ms', starts.emptyMs, 500),
    atMost(`start to ready with ${starts.unfinished} unfinished turns, ms`, starts.unfinishedMs, 1_000),
    atMost('p95 of the quiet shops beside a flooded one, times without', flood.flooded.p95 / flood.calm.p95, 1.2),
    atMost('kill to the reply to the last message in flight, ms', standby.lastReplyMs, standby.crewMs + 500),
    atMost('the same without a standby, ms', kills.lastReplyMs, kills.crewMs + 500),
    atMost('connections refused over the kills', kills.refused + standby.refused, 0),
    atMost('a configuration in memory, µs', registry.hitMicros, 5),
    atMost('a configuration from its files, p99, ms', registry.coldP99Ms, 20),
    atMost(`start with ${count(registry.tenants)} tenants, ms`, registry.startMs, 3_000),
    atMost(`RSS after ${count(registry.tenants)} tenants were touched, MB`, registry.rssAfterMiB, 400),
    ...(redis ? redisTargets(redis) : []),
    ...(memory ? [atMost('RSS over 100,000 turns: furthest from that after 10,000, MB', driftOf(memory), 10)] : []),
    ...(sweep
      ? [
          atMost('requests a minute for 1,000 accounts', sweep.requestsPerMinute, sweep.bucketPerMinute),
          atMost('seconds between two looks at one of 1,000 accounts', sweep.longestGapSeconds, 60),
        ]
      : []),
    atMost('RSS idle, parent and child, MB', four.idleRssMb, 160),
    atMost('RSS with 200 turns on their way, MB', slowRss, 250),
  ]
  return table(
    ['promise', 'wanted', 'found', ''],
    targets.map(({ what, wanted, found, isMet }) => [what, wanted, found, isMet ? 'met' : '**missed**']),
  )
}

const redisTargets = ({ perSecond, calmP99Ms, worstP99Ms, slowSeconds, refused, lost }: RedisResult): Target[] => [
  atMost(`Redis restarted under ${perSecond} messages a second: refused or lost`, refused + lost, 0),
  atMost('by how much ack p99 grew in the worst second of it, ms', worstP99Ms - calmP99Ms, GROWTH_MS),
  atMost('seconds in which it grew by more', slowSeconds, 1),
]

const driftOf = ({ rssMb: [first = 0, ...others] }: MemoryResult): number =>
  Math.max(...others.map((rssMb) => Math.abs(rssMb - first)))
const count = (value: number): string => value.toLocaleString('en')

const atMost = (what: string, found: number, limit: number): Target => ({
  ...{ what, wanted: `≤ ${short(limit)}`, found: short(found), isMet: found <= limit },
})
const atLeast = (what: string, found: number, limit: number): Target => ({
  ...{ what, wanted: `≥ ${short(limit)}`, found: short(found), isMet: found >= limit },
})

function acksOf({ plain, busy, paced, plainPaced, saturated }: AckResult): string {
  const row = (name: string, ours: Acks, theirs: Acks | null) => [
    name,
    `${short(ours.ms.p50)} / ${short(ours.ms.p99)} / ${short(ours.ms.max)}`,
    theirs ? `${short(theirs.ms.p50)} / ${short(theirs.ms.p99)} / ${short(theirs.ms.max)}` : '–',
    theirs ? `${short(ours.ms.p99 / theirs.ms.p99)} ×` : '–',
    short(ours.perSecond),
    String(ours.refused),
  ]
  return `## Acknowledging

A webhook is answered when it is on the disk. The handler beside it reads the body and says 200. Ours has crews at work
meanwhile, on the same two cores, with more to do than they can.

${table(
  ['webhooks', 'ack p50 / p99 / max ms', 'plain handler', 'p99 ratio', 'acks/s', 'refused'],
  [
    row('customer messages, 1,000 a second', paced, plainPaced),
    row('as many as go with 50 in flight, connections kept', busy.kept, plain.kept),
    row('the same, a new connection each', busy.fresh, plain.fresh),
    row('1,000 new connections at once', busy.burst, plain.burst),
    row('changes that need no answer, 100 in flight', saturated, null),
  ],
)}`
}

function crewsOf({ four, builtIn, model }: Measured): string {
  return `## Answering

The fakes answer at once except in the last row of a crew, so the times are the server's own.

${table(
  [
    'crew',
    'in flight',
    'reply p50 / p99 ms',
    'turns/s',
    'CPU-s per 1,000',
    'peak RSS MB',
    'other cores',
    'sent',
    'lost / doubled / wrong',
  ],
  [
    ...rowsOf('four model calls in two hops', four),
    ...rowsOf('built-in engine, 1,000 passages, one order read', builtIn),
    ...rowsOf('the same with one model call', model),
  ],
)}`
}

function rowsOf(name: string, { one, many, slowModel }: CrewResult): string[][] {
  const row = (inFlight: string, { outcome, cost, cpuSecondsPer1000 }: Run) => [
    name,
    inFlight,
    `${short(outcome.replyMs.p50)} / ${short(outcome.replyMs.p99)}`,
    short(outcome.perSecond),
    cpuSecondsPer1000.toFixed(2),
    short(cost.peakRssMb),
    cost.otherCores.toFixed(1),
    String(outcome.sent),
    `${outcome.lost} / ${outcome.doubled} / ${outcome.wrong}`,
  ]
  return [row('1', one), row('50', many), ...(slowModel ? [row('200, a call takes 300 ms', slowModel)] : [])]
}

function restOf({ starts, kills, standby, flood, registry, memory, sweep }: Measured): string {
  const flat = memory
    ? `from ${short(memory.rssMb[0] ?? 0)} MB after a tenth to ${short(memory.rssMb.at(-1) ?? 0)} MB (${memory.rssMb.map(short).join(', ')})`
    : 'not in this run: `npm run bench -- --long`'
  const swept = sweep
    ? `${short(sweep.requestsPerMinute)} of ${short(sweep.bucketPerMinute)} requests a minute; each account is looked at every ${short(sweep.longestGapSeconds)} s at least; a reply waits ${short(sweep.replyWaitP95Ms)} ms (p95) beside it`
    : 'not in this run: `npm run bench -- --sweep`'
  return `## Starting, configurations, memory

${table(
  ['', ''],
  [
    [`start to ready, median of ${starts.starts}`, `${short(starts.emptyMs)} ms`],
    [`start to ready with ${starts.unfinished} unfinished turns`, `${short(starts.unfinishedMs)} ms`],
    ...[['', standby] as const, [', without a standby', kills] as const].map(
      ([how, { kills, perSecond, latencyMs, inFlight, lastReplyMs, crewMs, watched }]) => [
        `${kills} kills under ${perSecond} messages a second, a model call takes ${latencyMs} ms${how}`,
        `${inFlight} in flight; the last was answered ${short(lastReplyMs)} ms after its kill (a turn: ${short(crewMs)} ms); ${watched} were being posted and are looked for`,
      ],
    ),
    ['a standby', `${short(starts.standbyMb)} MB`],
    [
      `${flood.loudPerSecond} messages a second of one shop beside ${flood.quietPerSecond} of nineteen: reply p50 / p95 of the nineteen`,
      `${short(flood.flooded.p50)} / ${short(flood.flooded.p95)} ms, without it ${short(flood.calm.p50)} / ${short(flood.calm.p95)} ms; peak RSS ${short(flood.peakRssMb)} MB`,
    ],
    [`a configuration in memory, of ${registry.tenants} tenants`, `${short(registry.hitMicros)} µs`],
    [
      `touching ${count(registry.tenants)} tenants once`,
      `${short(registry.touchAllMs / 1_000)} s, ${registry.rssStartMiB} → ${registry.rssAfterMiB} MB`,
    ],
    [
      'a configuration from Redis beside one from files',
      registry.redisOverFiles ? `${short(registry.redisOverFiles)} ×` : 'no redis-server here',
    ],
    ['a configuration from its files, p50 / p99', `${short(registry.coldP50Ms)} / ${short(registry.coldP99Ms)} ms`],
    ['RSS over 100,000 turns of new conversations', flat],
    ['a sweep of 1,000 accounts', swept],
  ],
)}`
}

function outside(): string {
  const { day, kill, driver } = OUTSIDE
  const rows = driver.map((run) => [
    ...[run.load, String(run.sent), `${run.replyP50Ms} / ${run.replyP99Ms}`, String(run.ackP99Ms)],
    `${run.lost} / ${run.doubled} / ${run.wrong} / ${run.leaked}`,
  ])
  return `## From outside

A load kit that knows nothing of our code, against \`npm run bench:server\` on ${day}; a model call takes 300 ms, a turn has two in a row.

${table(['load', 'sent', 'reply p50 / p99 ms', 'ack p99 ms', 'lost / doubled / wrong / leaked'], rows)}

\`kill -9\` of the whole server, parent and all, ${kill.kills} times under ${kill.perSecond} messages a second: of ${count(kill.acknowledged)} acknowledged messages (${kill.inFlight} of them unanswered when it was
killed) ${kill.neverAnswered} were never answered, ${kill.doubled} were answered twice, ${kill.wrong} wrongly. It was ready again after ${kill.readyMedianMs} ms (median).`
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const short = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1).replace(/\.?0+$/, '')

const LIMITS = `## What this does not show

- A model that thinks: a customer waits for hops × its latency, and the rows with 300 ms show how little is added.
- TLS, a disk slower than this one (an acknowledgement waits for one flush), Postgres, Redis or a broker.
- The settling of sends in doubt: the fake Chatwoot here keeps nothing and cannot be read back. A server killed between
  marking a reply as on its way and hearing that it was taken looks for it by its marker; a Chatwoot that answers such a
  question with an empty list has it believed absent after 60 s and sent once more. Load kits whose Chatwoot is blind in
  that way count such a reply as doubled if it had arrived. \`test/kill\` therefore kills against the simulator, which can
  be read back: see [exactly once](../design/exactly-once.md).
`
