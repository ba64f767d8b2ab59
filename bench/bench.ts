/**
 * `npm run bench`: what a message costs, beside a plain `node:http` handler that keeps nothing, in one run. Writes
 * docs/reference/performance.md; exits with 1 when anything was lost, doubled or wrong. Loopback only, about a minute.
 */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { openFakeChatwoot } from './fakes/chatwoot.ts'
import { SECRET, startServer } from './load/bench-server.ts'
import { LoadClient } from './load/http-client.ts'
import { Load, type Outcome } from './load/load.ts'
import { type Cost, costing } from './load/measure.ts'
import { messageAt, signed } from './load/payload.ts'
import { usageOf } from './load/process-tree.ts'
import { type Quantiles, quantilesOf } from './load/quantiles.ts'
import { start } from './load/started.ts'

const WARMUP_MS = 2_000
const MEASURED_MS = 5_000

interface Row {
  readonly name: string
  readonly outcome: Outcome
  readonly cost: Cost
}

await using model = await start('bench/fakes/model-main.ts')
const modelUrl = `${String(model.said.url)}`.replace(/(\/v1)?\/?$/, '/v1')
const load = new Load()
await using chatwoot = await openFakeChatwoot(load.onPosted)
await using server = await startServer({ chatwootUrl: chatwoot.url, modelUrl })
await using plain = await start('bench/plain-handler.ts')

const idleMb = usageOf(server.pid).rssMb
const plainAcks = {
  kept: await acksOf(Number(plain.said.port), true),
  fresh: await acksOf(Number(plain.said.port), false),
}
const rows: Row[] = []
for (const [name, inFlight, newConnections] of [
  ['one at a time', 1, false],
  ['50 in flight, connections kept', 50, false],
  ['50 in flight, a new connection each', 50, true],
  ['200 in flight', 200, false],
] as const)
  rows.push(await measured(name, { inFlight, newConnections }))
rows.push(
  await measured('50 in flight, a tenth delivered twice, three to a conversation', {
    inFlight: 50,
    newConnections: true,
    duplicates: 0.1,
    perConversation: 3,
  }),
)

const page = pageOf()
console.log(page)
writeFileSync('docs/reference/performance.md', page)
const bad = rows.reduce((sum, { outcome }) => sum + outcome.lost + outcome.doubled + outcome.wrong, 0)
console.log(bad === 0 ? 'nothing was lost, doubled or wrong' : `${bad} LOST, DOUBLED OR WRONG`)
process.exitCode = bad === 0 ? 0 : 1

interface Given {
  readonly inFlight: number
  readonly newConnections: boolean
  readonly duplicates?: number
  readonly perConversation?: number
}

async function measured(name: string, { perConversation = 1, ...shape }: Given): Promise<Row> {
  const messages = { tenants: 20, perConversation }
  const times = { warmupMs: WARMUP_MS, measuredMs: MEASURED_MS }
  const { result, cost } = await costing({ pid: server.pid, fromMs: WARMUP_MS, toMs: WARMUP_MS + MEASURED_MS }, () =>
    load.run({ port: server.port, secret: SECRET, ...times, ...shape, messages }),
  )
  return { name, outcome: result, cost }
}

/** What a handler that keeps nothing answers in, with the same bodies, 50 in flight. */
async function acksOf(port: number, keepsConnections: boolean): Promise<Quantiles> {
  const client = new LoadClient({ port, keepsConnections })
  const times: number[] = []
  const until = performance.now() + 3_000
  const one = async () => {
    for (let i = 0; performance.now() < until; i++) {
      const { body } = messageAt(i, { tenants: 20 })
      const beganMs = performance.now()
      await client.post('/webhook', signed(SECRET, body), body)
      times.push(performance.now() - beganMs)
    }
  }
  await Promise.all(Array.from({ length: 50 }, one))
  client.close()
  return quantilesOf(times.slice(times.length / 5))
}

function pageOf(): string {
  const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0)
  const line = ({ name, outcome, cost }: Row) =>
    `| ${name} | ${ms(outcome.ackMs.p50)} / ${ms(outcome.ackMs.p99)} | ${ms(outcome.replyMs.p50)} / ${ms(outcome.replyMs.p99)} | ${outcome.perSecond.toFixed(0)} | ${((cost.cpuSeconds / Math.max(1, outcome.measuredReplies)) * 1_000).toFixed(2)} | ${cost.peakRssMb.toFixed(0)} | ${cost.otherCores.toFixed(1)} | ${outcome.sent} | ${outcome.lost} / ${outcome.doubled} / ${outcome.wrong} |`
  const ratio = (ours: number, theirs: number) => (ours / Math.max(theirs, 0.01)).toFixed(1)
  const kept = rows[1]?.outcome.ackMs.p99 ?? 0
  const fresh = rows[2]?.outcome.ackMs.p99 ?? 0
  return `# Performance

Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, everything on one
machine, loopback, no TLS. The crew is the benchmark's: four model calls in two hops against a fake model that answers at
once, no search, no tools; signature, tenant, durable queue and store, outbox and echo are on. Trust CPU first, then
throughput, then times; "others" says how many cores the rest of the machine took meanwhile (the load driver and the
fakes among them).

| | ack p50 / p99 ms | reply p50 / p99 ms | replies/s | CPU-s per 1,000 | peak RSS MB | others | messages | lost / doubled / wrong |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.map(line).join('\n')}

| beside it | |
| --- | --- |
| a plain \`node:http\` handler that keeps nothing, 50 in flight: ack p50 / p99, connections kept | ${ms(plainAcks.kept.p50)} / ${ms(plainAcks.kept.p99)} ms |
| the same with a new connection each | ${ms(plainAcks.fresh.p50)} / ${ms(plainAcks.fresh.p99)} ms |
| our ack p99 against it, with the crews running at full load: kept, new connections | × ${ratio(kept, plainAcks.kept.p99)}, × ${ratio(fresh, plainAcks.fresh.p99)} |
| from the start of the process to ready | ${ms(server.startMs)} ms |
| RSS of all our processes, idle after the start | ${idleMb.toFixed(0)} MB |

The fake Chatwoot keeps nothing, so a send whose answer is lost cannot be read back here; the kill tests
(\`test/kill\`) use the simulator, which can be.
`
}
