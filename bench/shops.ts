import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'

export interface ShopsOptions {
  readonly dir: string
  readonly tenants: number
  /** Null: the shops have no Odoo. */
  readonly odooUrl: string | null
  /** Passages in each shop's documents. */
  readonly passages: number
}

/** Shops of one configuration, accounts 1 to `tenants`. Returns the settings that name their directories. */
export function writeShops({ dir, tenants, odooUrl, passages }: ShopsOptions) {
  const accounts: Record<string, unknown> = {}
  for (let account = 1; account <= tenants; account++) {
    const name = `account_${account}`
    accounts[account] = { domain: 'retail', account_id: name }
    writeShop({ dir, odooUrl, passages }, account, name)
  }
  const config = join(dir, 'config')
  writeFileSync(join(config, 'chatwoot_mapping.yaml'), stringify({ accounts }))
  return { DATA_DIR: join(dir, 'data'), CONFIG_DIR: config, KNOWLEDGE_DIR: join(dir, 'knowledge') }
}

function writeShop({ dir, odooUrl, passages }: Omit<ShopsOptions, 'tenants'>, account: number, name: string): void {
  const shop = join(dir, 'config/domains/retail', name)
  mkdirSync(shop, { recursive: true })
  const odoo = odooUrl && {
    type: 'odoo-mcp',
    config: { credential_ref: REF, db: 'account_1', url: odooUrl, username: 'bot@shop.example' },
  }
  const config = {
    ...{ account_id: name, name: `Loja ${account}`, enabled_collections: ['business_rules', 'support_documents'] },
    ...(odoo ? { integrations: { mcp: odoo } } : {}),
  }
  writeFileSync(join(shop, 'config.yaml'), stringify(config))
  if (odoo)
    writeFileSync(join(shop, 'credentials.yaml'), stringify({ account_id: name, credentials: { [REF]: 'demo' } }))
  if (passages === 0) return
  const documents = join(dir, 'knowledge/retail', name)
  mkdirSync(documents, { recursive: true })
  writeFileSync(join(documents, 'care.md'), `---\ncollection: support_documents\n---\n${documentOf(passages)}`)
}

const REF = 'bench-0001'

const THINGS = ['sofá', 'poltrona', 'mesa', 'cadeira', 'estante', 'luminária', 'tapete', 'cama', 'cômoda', 'espelho']
const MATTERS = [
  'limpeza',
  'montagem',
  'garantia',
  'transporte',
  'troca',
  'prazo',
  'reparo',
  'entrega',
  'medida',
  'cor',
]

/** Invented advice, one passage a heading; every tenth word is its own, so that no two rank alike. */
function documentOf(passages: number): string {
  return Array.from({ length: passages }, (_, i) => {
    const [thing, matter] = [THINGS[i % 10], MATTERS[Math.floor(i / 10) % 10]]
    return `## ${matter} de ${thing}, modelo ${i}\n\nPara ${matter} de ${thing} do modelo ${i}, siga as instruções da etiqueta ${i * 7} e guarde a nota fiscal por doze meses. A equipe do setor ${i % 37} responde pelo ${matter} em horário comercial.\n`
  }).join('\n')
}
