/**
 * `npm run bench:server`: the real server, parent and all, for a load kit that speaks to `POST /webhook` (signed with
 * `bench-secret`) and `GET /health`. Environment: PORT, LLM_URL (…/v1), CHATWOOT_URL, BENCH_CREW=four|default,
 * BENCH_DATA_DIR (kept between restarts, so that a kill test finds what was left; default var/bench). Without a standby: what is
 * measured is one server.
 */
import { resolve } from 'node:path'
import { benchSettings } from './settings.ts'

const { env } = process
const settings = benchSettings({
  dir: resolve(env.BENCH_DATA_DIR ?? 'var/bench'),
  chatwootUrl: env.CHATWOOT_URL ?? 'http://127.0.0.1:9200',
  modelUrl: env.LLM_URL ?? 'http://127.0.0.1:9100/v1',
  crew: env.BENCH_CREW ?? 'four',
})
Object.assign(env, settings)
for (const name of ['LLM_URL', 'BENCH_DATA_DIR']) delete env[name]
await import('../src/main.ts')
