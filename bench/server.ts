/**
 * `npm run bench:server`: the real server, parent and all, for a load kit that speaks to `POST /webhook` (signed with
 * `bench-secret`) and `GET /health`. Environment: PORT, LLM_URL (…/v1), CHATWOOT_URL, BENCH_CREW=four|default,
 * BENCH_DATA_DIR (kept between restarts, so that a kill test finds what was left; default var/bench).
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'

const TENANTS = 20
const dir = resolve(process.env.BENCH_DATA_DIR ?? 'var/bench')
const crew = process.env.BENCH_CREW ?? 'four'

/** Twenty shops of one configuration, accounts 1 to 20. */
function writeShops(): void {
  const accounts: Record<string, unknown> = {}
  for (let account = 1; account <= TENANTS; account++) {
    const name = `account_${account}`
    const shop = join(dir, 'config/domains/retail', name)
    mkdirSync(shop, { recursive: true })
    writeFileSync(join(shop, 'config.yaml'), stringify({ account_id: name, name: `Loja ${account}` }))
    accounts[account] = { domain: 'retail', account_id: name }
  }
  writeFileSync(join(dir, 'config/chatwoot_mapping.yaml'), stringify({ accounts }))
}

writeShops()
const { LLM_URL = 'http://127.0.0.1:9100/v1', CHATWOOT_URL = 'http://127.0.0.1:9200', LOG_LEVEL = 'warn' } = process.env
Object.assign(process.env, {
  LOG_LEVEL,
  DATA_DIR: join(dir, 'data'),
  CONFIG_DIR: join(dir, 'config'),
  KNOWLEDGE_DIR: join(dir, 'knowledge'),
  CHATWOOT_URL,
  CHATWOOT_BOT_TOKEN: 'bench-bot-token',
  CHATWOOT_USER_TOKEN: 'bench-user-token',
  CHATWOOT_WEBHOOK_SECRETS: 'bench-secret',
  CHATWOOT_REQUESTS_PER_SECOND: '100000',
  MODEL: 'compatible:fake',
  MODEL_URL: LLM_URL,
  BENCH_CREW: crew,
})
delete process.env.LLM_URL
delete process.env.BENCH_DATA_DIR
await import('../src/main.ts')
