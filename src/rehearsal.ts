import { builtin } from './flow/agents/builtin/builtin.ts'
import { CrewFactory } from './flow/crews/crew-factory.ts'
import { openTenants } from './tenants/open-tenants.ts'

const MOST_TENANTS = 20
/** Of the kinds that a first turn meets: a greeting, an order, a question; in the three languages. */
const TEXTS = [
  'oi, tudo bem?',
  'cadê meu pedido SO1234567?',
  '¿a qué hora abren el sábado?',
  'Hi, where is my order? It has not arrived yet. Thanks!',
]

/**
 * Does what the first turns would otherwise do for the first time, while nobody waits: loads the modules that are loaded
 * when they are needed, and reads configurations and sentences. It writes nothing, asks nobody, keeps nothing, and what
 * fails in it is left to the turn that needs it. (docs/decisions/0038)
 */
export async function rehearse(configDir: string): Promise<void> {
  await Promise.all([import('undici'), import('libphonenumber-js/min'), import('./instruments.ts')])
  await readConfigs(configDir).catch(() => {})
  const context = { nowMs: Date.now(), timezone: 'America/Sao_Paulo', language: 'pt-BR' } as const
  for (const text of TEXTS) builtin.understand(text, context)
}

async function readConfigs(configDir: string): Promise<void> {
  await using tenants = await openTenants({ configDir, now: Date.now, credentialKey: null })
  const crews = new CrewFactory()
  for (const tenant of (await tenants.list()).slice(0, MOST_TENANTS)) {
    const config = await tenants.config(tenant).catch(() => null)
    if (config) await crews.plan(config, 'whatsapp')
  }
}
