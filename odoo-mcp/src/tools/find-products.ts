import type { McpServer } from '@modelcontextprotocol/server'
import * as z from 'zod'
import { type Found, type Hit, ProductSearch } from '../product-search.ts'
import { Product, picturedOf, productOf } from './product.ts'
import { type Answer, type Asked, answered, READ_ONLY, type ToolDeps } from './tool.ts'

const Input = z.object({
  query: z
    .string()
    .max(200)
    .describe(
      'what the customer is looking for, in the customer\'s words: "batom vermelho"; empty: only the categories',
    ),
  follows: z
    .string()
    .max(200)
    .optional()
    .describe('what was looked for just before, when the customer only goes on from it: "batom vermelho", then "azul"'),
  limit: z.int().min(1).max(20).default(5).describe('most products to return'),
  order: z.enum(['best', 'cheapest', 'dearest']).default('best').describe('which come first'),
  maxPrice: z.number().positive().optional().describe('leave out what costs more'),
  onlyInStock: z.boolean().default(false).describe('leave out what is sold out'),
  pictures: z.int().min(0).max(3).default(3).describe('most pictures to return, of the first products'),
})

const Output = z.object({
  asked: z.string().describe('the query as it was given'),
  query: z.string().describe('what was searched in the end: with what it follows, its spelling put right'),
  match: z.enum(['all', 'some', 'none']).describe('"some": the same kind of thing, but not quite what was asked'),
  products: z.array(Product),
  categories: z.array(z.string()).describe('what else the shop sells; empty when all words were found'),
})

const MOST_CATEGORIES = 6

export function registerFindProducts(server: McpServer, { onError, ...deps }: ToolDeps): void {
  server.registerTool(
    'find_products',
    {
      title: 'Find products',
      description:
        "Searches the shop's catalogue by name, code, category or description. Returns price, free stock and up to " +
        'three pictures. Words may be plural, misspelt, without accents or another name of the thing.',
      inputSchema: Input,
      outputSchema: Output,
      annotations: READ_ONLY,
    },
    (input, context) =>
      answered({ tool: 'find_products', onError, context }, (asked) => findProducts(deps, input, asked)),
  )
}

async function findProducts(
  { odoo, catalogue, pictures }: Omit<ToolDeps, 'onError'>,
  input: z.infer<typeof Input>,
  { language, signal }: Asked,
): Promise<Answer> {
  const options = { language, signal }
  const { query, follows, maxPrice } = input
  const search = (most: number | undefined) =>
    new ProductSearch({ odoo, catalogue }, { query, follows, maxPrice: most }, options).run()
  const within = await search(maxPrice)
  const isTooDear = within.hits.length === 0 && maxPrice !== undefined
  const found: Found = isTooDear ? { ...(await search(undefined)), match: 'some' } : within
  const shown = ranked(found, isTooDear ? { ...input, order: 'cheapest' } : input)
  const match = shown.length > 0 ? found.match : 'none'
  const [photos, categories] = await Promise.all([
    pictures.of(
      shown.slice(0, input.pictures).map(({ record }) => picturedOf(record)),
      options,
    ),
    match === 'all'
      ? []
      : catalogue.overview(options).then((overview) => overview.categories.slice(0, MOST_CATEGORIES)),
  ])
  const products = shown.map(({ record }) => productOf(record))
  return { data: { asked: query, query: found.query, match, products, categories }, pictures: photos }
}

/** What fits best, and of equals what is in stock; by price, what is in stock before what is sold out. */
function ranked({ hits }: Found, { order, onlyInStock, limit }: z.infer<typeof Input>): readonly Hit[] {
  const rows = hits.map((hit) => ({ hit, product: productOf(hit.record) }))
  const absence = ({ product }: (typeof rows)[number]) => (product.inStock === false ? 1 : 0)
  const cost = ({ product }: (typeof rows)[number]) => (product.price ?? 0) * (order === 'dearest' ? -1 : 1)
  return rows
    .filter(({ product }) => !onlyInStock || product.inStock !== false)
    .sort((a, b) =>
      order === 'best'
        ? b.hit.fit.score - a.hit.fit.score || absence(a) - absence(b)
        : absence(a) - absence(b) || cost(a) - cost(b),
    )
    .slice(0, limit)
    .map(({ hit }) => hit)
}
