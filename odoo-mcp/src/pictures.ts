import type { CallOptions, OdooClient, OdooRecord } from './client/odoo-client.ts'
import type { Picture } from './tools/tool.ts'
import { textOrNull } from './values.ts'

/** A product whose picture is wanted. */
export interface Pictured {
  readonly id: number
  readonly name: string
  /** Changes whenever the picture may; null: this Odoo does not say, so nothing is kept. */
  readonly changedAt: string | null
}

/** About 25 pictures of 512 pixels; a shop's tools are closed, and this with them, when nobody asks for a while. */
const KEPT_CHARACTERS = 4 * 1024 * 1024

/** The pictures of one shop's products, those asked for last kept until they change. */
export class Pictures {
  readonly #odoo: OdooClient
  readonly #kept = new Map<number, { readonly changedAt: string; readonly base64: string }>()
  #characters = 0

  constructor(odoo: OdooClient) {
    this.#odoo = odoo
  }

  /** Of the products that have one. Read from the record: `/web/image` serves a placeholder to strangers. */
  async of(products: readonly Pictured[], options: CallOptions): Promise<Picture[]> {
    const missing = products.filter((product) => this.#keptOf(product) === undefined)
    const read = missing.length > 0 ? await this.#read(missing, options) : new Map<number, string>()
    return products.flatMap((product) => {
      const base64 = read.get(product.id) ?? this.#keptOf(product)
      const kind = base64 && KINDS.find(([start]) => base64.startsWith(start))
      return kind ? [{ name: `${product.name}.${kind[1]}`, mimeType: kind[2], base64 }] : []
    })
  }

  async #read(products: readonly Pictured[], options: CallOptions): Promise<ReadonlyMap<number, string>> {
    const ids = products.map(({ id }) => id)
    const args = { ids, fields: ['image_512'] }
    const records = (await this.#odoo.call('product.product', 'read', args, options)) as readonly OdooRecord[]
    const read = new Map(records.map(({ id, image_512 }) => [id, textOrNull(image_512) ?? '']))
    for (const product of products) this.#keep(product, read.get(product.id) ?? '')
    return read
  }

  #keptOf({ id, changedAt }: Pictured): string | undefined {
    const kept = this.#kept.get(id)
    return kept !== undefined && kept.changedAt === changedAt ? kept.base64 : undefined
  }

  #keep({ id, changedAt }: Pictured, base64: string): void {
    if (changedAt === null) return
    this.#drop(id)
    this.#kept.set(id, { changedAt, base64 })
    this.#characters += base64.length
    for (const oldest of this.#kept.keys()) if (this.#characters > KEPT_CHARACTERS) this.#drop(oldest)
  }

  #drop(id: number): void {
    this.#characters -= this.#kept.get(id)?.base64.length ?? 0
    this.#kept.delete(id)
  }
}

/** By the first bytes, as base64. SVG is left out: no channel shows it. */
const KINDS = [
  ['/9j/', 'jpg', 'image/jpeg'],
  ['iVBOR', 'png', 'image/png'],
  ['R0lG', 'gif', 'image/gif'],
  ['UklG', 'webp', 'image/webp'],
] as const
