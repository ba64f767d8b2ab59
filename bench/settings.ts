import { writeShops } from './shops.ts'

/** What webhooks are signed with. */
export const SECRET = 'bench-secret'

export interface BenchSettings {
  /** Shops and data; what is there already is kept. */
  readonly dir: string
  readonly chatwootUrl: string
  /** Up to /v1; null: the built-in engine answers. */
  readonly modelUrl: string | null
  readonly crew: string
  /** Null: the shops have no Odoo. */
  readonly odooUrl?: string | null
  /** Passages in each shop's documents. */
  readonly passages?: number
  readonly tenants?: number
}

/** The server's settings for a benchmark; writes the shops they name. */
export function benchSettings(given: BenchSettings): Record<string, string> {
  const { dir, chatwootUrl, modelUrl, crew, odooUrl = null, passages = 0, tenants = 20 } = given
  return {
    ...writeShops({ dir, tenants, odooUrl, passages }),
    LOG_LEVEL: 'warn',
    CHATWOOT_URL: chatwootUrl,
    CHATWOOT_BOT_TOKEN: 'bench-bot-token',
    CHATWOOT_USER_TOKEN: 'bench-user-token',
    CHATWOOT_WEBHOOK_SECRETS: SECRET,
    CHATWOOT_REQUESTS_PER_SECOND: '100000',
    BENCH_CREW: crew,
    // What a standby costs and saves is measured by itself.
    STANDBY: 'no',
    ...(modelUrl ? { MODEL: 'compatible:fake', MODEL_URL: modelUrl } : {}),
  }
}
