import type { Row, Value } from './orm/model.ts'
import { pictureOf } from './pictures/product-picture.ts'
import type { Term, WorldProduct } from './worlds/world.ts'

const UNIT = 1

/** Units, categories, templates and variants of a catalogue. */
export function catalogueRows(products: readonly WorldProduct[], currency: number) {
  const categories = [...new Set(products.map(({ category }) => category))]
  const templates = [...new Set(products.map(templateKey))]
  const variants = products.map((product, index) => ({
    id: 101 + index,
    product_tmpl_id: 11 + templates.indexOf(templateKey(product)),
    lst_price: product.price,
    free_qty: product.isService ? 0 : product.qty,
    ...common({ product, currency, category: 1 + categories.indexOf(product.category) }),
  }))
  return {
    'uom.uom': [{ id: UNIT, name: { en_US: 'Units', pt_BR: 'Unidades' } }],
    'product.category': categories.map((path, index) => ({
      id: 1 + index,
      name: path.split(' / ').at(-1) ?? path,
      complete_name: path,
    })),
    'product.template': templates.map((key, index): Row => {
      const first = variants[products.findIndex((product) => templateKey(product) === key)]
      return { ...first, id: 11 + index }
    }),
    'product.product': variants satisfies readonly Row[],
  }
}

const templateKey = ({ variantOf, code }: WorldProduct): string => variantOf?.template ?? code

function common({ product, currency, category }: { product: WorldProduct; currency: number; category: number }) {
  const { code, name, price, qty, description, isService = false, variantOf, picture } = product
  const label = (own: string) => `[${code}] ${own}${variantOf ? ` (${variantOf.attributes})` : ''}`
  const image = (size: number): Value => (picture ? () => pictureOf(picture, size) : false)
  return {
    name: translated(name),
    display_name: translated(name, label),
    active: true,
    default_code: code,
    barcode: false,
    list_price: price,
    currency_id: currency,
    uom_id: UNIT,
    categ_id: category,
    description_sale: translated(description),
    type: isService ? 'service' : 'consu',
    is_storable: !isService,
    sale_ok: true,
    weight: 0,
    qty_available: isService ? 0 : qty,
    virtual_available: isService ? 0 : qty,
    image_128: image(128),
    image_512: image(512),
    write_date: '2026-10-01 12:00:00',
  }
}

/** A database made in Portuguese has the Portuguese words as its base terms, until somebody translates them. */
function translated(term: Term, change: (own: string) => string = (own) => own): Value {
  return typeof term === 'string' ? { en_US: change(term) } : { en_US: change(term.en_US), pt_BR: change(term.pt_BR) }
}
