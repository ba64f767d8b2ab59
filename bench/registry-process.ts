/** `node bench/registry-process.ts <tenants>`: prints `RegistryNumbers` as JSON. Started by `registry.ts`. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { RedisCache } from '../src/backends/cache/redis.ts'
import { silentLog } from '../src/base/log.ts'
import { type TenantId, tenantOf } from '../src/domain/ids.ts'
import { CachedSource } from '../src/tenants/cached-source.ts'
import { ConfigLoader } from '../src/tenants/config-loader.ts'
import { ConfigRegistry } from '../src/tenants/config-registry.ts'
import { openTenants } from '../src/tenants/open-tenants.ts'
import { RedisServer, redisMissing } from '../test/support/redis-server.ts'
import type { RegistryNumbers } from './registry.ts'

const COLD = 400
const HITS = 200_000

async function measure(tenants: readonly TenantId[]): Promise<RegistryNumbers> {
  const rssStartMiB = rssMiB()
  const starting = performance.now()
  const opened = await openTenants({ configDir: root, now: Date.now, credentialKey: null })
  const startMs = performance.now() - starting
  const touching = performance.now()
  for (const tenant of tenants) await opened.config(tenant)
  const touchAllMs = performance.now() - touching
  const rssAfterMiB = rssMiB()
  const hitMicros = await timeOfHit(opened.config.bind(opened, tenants[0] as TenantId))
  await opened[Symbol.asyncDispose]()
  const sample = tenants.slice(0, COLD)
  const cold = (await loads(new ConfigLoader(root), sample)).sort((a, b) => a - b)
  const coldP50Ms = at(cold, 0.5)
  return {
    tenants: tenants.length,
    startMs: rounded(startMs),
    hitMicros: rounded(hitMicros),
    coldP50Ms: rounded(coldP50Ms),
    coldP99Ms: rounded(at(cold, 0.99)),
    coldOverParse: rounded(coldP50Ms / at(await parses(sample), 0.5)),
    touchAllMs: rounded(touchAllMs),
    rssStartMiB,
    rssAfterMiB,
    redisOverFiles: await redisOverFiles(sample, coldP50Ms),
  }
}

async function timeOfHit(hit: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  for (let i = 0; i < HITS; i++) await hit()
  return ((performance.now() - start) * 1_000) / HITS
}

/** A registry of its own, so that nothing is in memory. */
async function loads(source: ConfigLoader | CachedSource, tenants: readonly TenantId[]): Promise<number[]> {
  await using registry = new ConfigRegistry({ source, now: Date.now })
  const times: number[] = []
  for (const tenant of tenants) {
    const start = performance.now()
    await registry.get(tenant)
    times.push(performance.now() - start)
  }
  return times
}

async function parses(tenants: readonly TenantId[]): Promise<number[]> {
  const times: number[] = []
  for (const tenant of tenants) {
    const start = performance.now()
    parse(await readFile(join(root, `domains/${tenant}/config.yaml`), 'utf8'))
    times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)
}

async function redisOverFiles(tenants: readonly TenantId[], coldP50Ms: number): Promise<number | null> {
  if (redisMissing()) return null
  await using server = await RedisServer.start()
  await using cache = new RedisCache(server.url, { log: silentLog() })
  const source = new CachedSource(new ConfigLoader(root), cache)
  await loads(source, tenants)
  const warm = (await loads(source, tenants)).sort((a, b) => a - b)
  return rounded(at(warm, 0.5) / coldP50Ms)
}

/** Shops as Odoo writes them, all different, five hundred to a domain, all of them mapped. */
async function generate(count: number): Promise<TenantId[]> {
  const tenants = Array.from({ length: count }, (_, i) => tenantOf(`domain_${Math.floor(i / 500)}`, `account_${i}`))
  const example = await readFile('demo/config/domains/cosmetics/account_1/config.yaml', 'utf8')
  for (const [i, tenant] of tenants.entries()) {
    await mkdir(join(root, 'domains', tenant), { recursive: true })
    await writeFile(join(root, 'domains', tenant, 'config.yaml'), example.replaceAll('Aurora', `Aurora ${i}`))
  }
  const accounts = tenants.map((tenant, i) => {
    const [domain, account] = tenant.split('/')
    return `  "${i + 1}": { domain: ${domain}, account_id: ${account} }`
  })
  await writeFile(join(root, 'chatwoot_mapping.yaml'), `accounts:\n${accounts.join('\n')}\n`)
  return tenants
}

const rssMiB = (): number => Math.round(process.memoryUsage.rss() / 1_048_576)
const at = (sorted: readonly number[], share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
const rounded = (value: number): number => Number(value.toPrecision(3))

const root = await mkdtemp(join(tmpdir(), 'chatwootai-bench-registry-'))
try {
  const tenants = await generate(Number(process.argv[2] ?? 10_000))
  process.stdout.write(JSON.stringify(await measure(tenants)))
} finally {
  await rm(root, { recursive: true })
}
