/**
 * `npm run bench`: what the server does beside a plain `node:http` handler that keeps nothing, in one run. Writes
 * docs/reference/performance.md; exits with 1 when a message was lost, doubled or wrongly answered. Loopback only, under
 * four minutes. `--long` adds 100,000 turns and their memory (some minutes), `--sweep` what a thousand accounts cost one
 * Chatwoot (two minutes).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { start } from './load/started.ts'
import { measureAcks } from './parts/ack.ts'
import { measureFlood } from './parts/flood.ts'
import { measureKills } from './parts/kills.ts'
import { measureMemory } from './parts/memory.ts'
import { measureRedis } from './parts/redis.ts'
import { measureStarts } from './parts/starts.ts'
import { builtInCrew, FOUR, measureCrew, modelCrew } from './parts/turns.ts'
import { benchRegistry } from './registry.ts'
import { faultsOf, type Measured, pageOf } from './report.ts'
import { benchSweep } from './sweep.ts'

const { values: asked } = parseArgs({ options: { long: { type: 'boolean' }, sweep: { type: 'boolean' } } })
const dir = mkdtempSync(join(tmpdir(), 'bench-'))
await using model = await start('bench/fakes/model-main.ts')
await using odoo = await start('bench/fakes/odoo-main.ts')
const odooUrl = String(odoo.said.url)

const measured: Measured = {
  starts: await told('starts', measureStarts(model, dir)),
  kills: await told('kills', measureKills(model, { hasStandby: false })),
  standby: await told('kills beside a standby', measureKills(model, { hasStandby: true })),
  redis: await told('a Redis that dies', measureRedis(model)),
  acks: await told('acks', measureAcks(String(model.said.url))),
  flood: await told('a flooded shop', measureFlood(model)),
  four: await told('four model calls a turn', measureCrew(FOUR, model)),
  builtIn: await told('built-in engine, search, one Odoo read', measureCrew(builtInCrew(odooUrl), model)),
  model: await told('one model call, search, one Odoo read', measureCrew(modelCrew(odooUrl), model)),
  registry: await told('10,000 tenants', benchRegistry()),
  memory: asked.long ? await told('100,000 turns', measureMemory(model)) : null,
  sweep: asked.sweep ? await told('a sweep of 1,000 accounts', benchSweep()) : null,
}
rmSync(dir, { recursive: true, force: true })
const page = pageOf(measured)
writeFileSync('docs/reference/performance.md', page)
console.log(page)
const faults = faultsOf(measured)
console.log(faults === 0 ? 'nothing was lost, doubled or wrong' : `${faults} LOST, DOUBLED OR WRONG`)
process.exitCode = faults === 0 ? 0 : 1

async function told<T>(name: string, work: Promise<T>): Promise<T> {
  const beganMs = performance.now()
  const result = await work
  console.error(`${name}: measured in ${((performance.now() - beganMs) / 1_000).toFixed(0)} s`)
  return result
}
