import type { McpServer } from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { DomainLeaf } from '../client/odoo-client.ts'
import { numberOrNull, textOrNull } from '../values.ts'
import { PRODUCT_FIELDS, Product, picturedOf, productOf, templateOf } from './product.ts'
import { type Answer, type Asked, answered, READ_ONLY, type ToolDeps } from './tool.ts'

const Input = z.object({
  productId: z.coerce.number().int().positive().optional().describe('the id that find_products gave'),
  code: z.string().min(1).max(64).optional().describe('the product code, when there is no id'),
})

const Output = z.object({
  found: z.boolean(),
  product: Product.extend({
    description: z.string().nullable(),
    barcode: z.string().nullable(),
    weightKg: z.number().nullable(),
  }).optional(),
  variants: z.array(Product).optional().describe('the same product in its other colours, sizes …'),
})

const MOST_VARIANTS = 20

export function registerProductDetails(server: McpServer, { odoo, pictures, onError }: ToolDeps): void {
  server.registerTool(
    'product_details',
    {
      title: 'Product details',
      description: 'One product by its id or code: full description, price, free stock, variants and its picture.',
      inputSchema: Input,
      outputSchema: Output,
      annotations: READ_ONLY,
    },
    (input, context) =>
      answered({ tool: 'product_details', onError, context }, (asked) =>
        productDetails({ odoo, pictures }, input, asked),
      ),
  )
}

async function productDetails(
  { odoo, pictures }: Pick<ToolDeps, 'odoo' | 'pictures'>,
  input: z.infer<typeof Input>,
  asked: Asked,
): Promise<Answer> {
  const which = leafOf(input)
  if (!which) return { data: { found: false } }
  const read = (leaf: DomainLeaf, limit: number) =>
    odoo.searchRead(
      'product.product',
      { domain: [['sale_ok', '=', true], leaf], fields: [...PRODUCT_FIELDS, 'barcode', 'weight'], limit, order: 'id' },
      asked,
    )
  const [record] = await read(which, 1)
  if (!record) return { data: { found: false } }
  const product = productOf(record)
  const [siblings, shown] = await Promise.all([
    read(['product_tmpl_id', '=', templateOf(record)], MOST_VARIANTS),
    pictures.of([picturedOf(record)], asked),
  ])
  const details = {
    ...product,
    description: textOrNull(record.description_sale),
    barcode: textOrNull(record.barcode),
    weightKg: numberOrNull(record.weight) || null,
  }
  const variants = siblings.filter(({ id }) => id !== record.id).map(productOf)
  return { data: { found: true, product: details, variants }, pictures: shown }
}

/** `=ilike` without wildcards: customers do not type codes in the right case. */
function leafOf({ productId, code }: z.infer<typeof Input>): DomainLeaf | null {
  if (productId !== undefined) return ['id', '=', productId]
  return code === undefined ? null : ['default_code', '=ilike', code.replace(/[\\%_]/g, '\\$&')]
}
