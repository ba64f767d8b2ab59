/**
 * `npm run bench:server`: the real server, parent and all, for a load kit that speaks to `POST /webhook` (signed with
 * `bench-secret`) and `GET /health`. Environment: PORT, LLM_URL (…/v1), CHATWOOT_URL, BENCH_CREW=four|default,
 * BENCH_DATA_DIR (kept between restarts, so that a kill test finds what was left; default var/bench). With
 * BENCH_CREW=default also BENCH_ODOO_URL (each shop has that Odoo), BENCH_PASSAGES (passages of each shop) and
 * BENCH_ENGINE=built-in (no model).
 */
import { resolve } from 'node:path'
import { writeShops } from './shops.ts'

const { env } = process
const dir = resolve(env.BENCH_DATA_DIR ?? 'var/bench')
const crew = env.BENCH_CREW ?? 'four'
const odooUrl = env.BENCH_ODOO_URL ?? null
const paths = writeShops({
  dir,
  odooUrl,
  passages: Number(env.BENCH_PASSAGES ?? 0),
  tenants: Number(env.BENCH_TENANTS ?? 20),
})
const isBuiltIn = env.BENCH_ENGINE === 'built-in'
const { LLM_URL = 'http://127.0.0.1:9100/v1', CHATWOOT_URL = 'http://127.0.0.1:9200', LOG_LEVEL = 'warn' } = env
Object.assign(env, {
  ...paths,
  ...{ LOG_LEVEL, CHATWOOT_URL, BENCH_CREW: crew },
  CHATWOOT_BOT_TOKEN: 'bench-bot-token',
  CHATWOOT_USER_TOKEN: 'bench-user-token',
  CHATWOOT_WEBHOOK_SECRETS: 'bench-secret',
  CHATWOOT_REQUESTS_PER_SECOND: '100000',
  ...(isBuiltIn ? {} : { MODEL: 'compatible:fake', MODEL_URL: LLM_URL }),
})
for (const name of Object.keys(env)) if (/^(LLM_URL|BENCH_(?!CREW))/.test(name)) delete env[name]
await import('../src/main.ts')
