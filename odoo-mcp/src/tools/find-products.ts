import type { McpServer } from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { CallOptions, Domain, OdooClient, OdooRecord } from '../client/odoo-client.ts'
import { fold, hasAll, matched, searchDomain, type Term, termsOf } from '../search-terms.ts'
import { PRODUCT_FIELDS, Product, picturesOf, productOf } from './product.ts'
import { type Answer, type Asked, answered, READ_ONLY, type ToolDeps } from './tool.ts'

const Input = z.object({
  query: z
    .string()
    .min(1)
    .max(200)
    .describe('what the customer is looking for, in the customer\'s words: "batom vermelho"'),
  limit: z.int().min(1).max(20).default(5).describe('most products to return'),
  onlyInStock: z.boolean().default(false).describe('leave out what is sold out'),
})

const Output = z.object({
  query: z.string(),
  match: z.enum(['all', 'some', 'none']).describe('"some": no product has all the words; these have some of them'),
  products: z.array(Product),
})

const MOST_PICTURES = 3
/** Ranked here, because Odoo cannot: by how well the words match, then what is in stock. */
const CANDIDATES = 40
const SEARCHED = ['name', 'default_code', 'categ_id', 'description_sale']

export function registerFindProducts(server: McpServer, { odoo, onError }: ToolDeps): void {
  server.registerTool(
    'find_products',
    {
      title: 'Find products',
      description:
        "Searches the shop's catalogue by name, code, category or description. Returns price, free stock and up to " +
        'three pictures. Words may be plural, without accents or incomplete.',
      inputSchema: Input,
      outputSchema: Output,
      annotations: READ_ONLY,
    },
    (input, context) =>
      answered({ tool: 'find_products', onError, context }, (asked) => findProducts(odoo, input, asked)),
  )
}

async function findProducts(odoo: OdooClient, input: z.infer<typeof Input>, asked: Asked): Promise<Answer> {
  const terms = termsOf(input.query)
  const { match, records } = await search(odoo, terms, asked)
  const ranked = rank(records, terms).filter(({ inStock }) => !input.onlyInStock || inStock !== false)
  const products = ranked.slice(0, input.limit)
  const pictures = await picturesOf(odoo, products.slice(0, MOST_PICTURES), asked)
  return { data: { query: input.query, match: products.length > 0 ? match : 'none', products }, pictures }
}

interface Found {
  readonly match: 'all' | 'some' | 'none'
  readonly records: readonly OdooRecord[]
}

/** All words in the customer's language, then in the base language (untranslated names), then any word. */
async function search(odoo: OdooClient, terms: readonly Term[], { language, signal }: Asked): Promise<Found> {
  if (terms.length === 0) return { match: 'none', records: [] }
  const read = (mode: 'all' | 'any', options: CallOptions) =>
    candidates(odoo, searchDomain(terms, SEARCHED, mode), options)
  const own = { language, signal }
  const base = { language: 'base', signal }
  const tries: readonly (() => Promise<Found>)[] = [
    async () => ({ match: 'all', records: complete(await read('all', own), terms) }),
    async () => ({ match: 'all', records: complete(await read('all', base), terms) }),
    async () => ({ match: 'some', records: terms.length > 1 ? await read('any', own) : [] }),
  ]
  for (const attempt of tries) {
    const found = await attempt()
    if (found.records.length > 0) return found
  }
  return { match: 'none', records: [] }
}

const candidates = (odoo: OdooClient, domain: Domain, options: CallOptions): Promise<readonly OdooRecord[]> =>
  odoo.searchRead(
    'product.product',
    {
      domain: [['sale_ok', '=', true], ...domain],
      fields: PRODUCT_FIELDS,
      limit: CANDIDATES,
      order: 'default_code, id',
    },
    options,
  )

/** What truly has all the words: the patterns that overlook accents find a little too much. */
const complete = (records: readonly OdooRecord[], terms: readonly Term[]): readonly OdooRecord[] =>
  records.filter((record) => hasAll(terms, everythingOf(record)))

function rank(records: readonly OdooRecord[], terms: readonly Term[]): Product[] {
  return records
    .map((record) => ({
      product: productOf(record),
      score: 2 * matched(terms, fold(String(record.display_name))) + matched(terms, everythingOf(record)),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || Number(b.product.inStock ?? true) - Number(a.product.inStock ?? true))
    .map(({ product }) => product)
}

const everythingOf = ({ display_name, categ_id, description_sale }: OdooRecord): string =>
  fold([display_name, Array.isArray(categ_id) ? categ_id[1] : '', description_sale || ''].join(' '))
