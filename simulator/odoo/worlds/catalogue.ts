import type { Shape } from '../pictures/shapes.ts'
import type { WorldProduct } from './world.ts'

/** Code, name, price in BRL, stock, how it looks, description for customers. */
export type CatalogueRow = readonly [
  code: string,
  name: string,
  price: number,
  qty: number,
  look: readonly [Shape, color: string],
  description: string,
]

/** A catalogue written as a table, by category. */
export const catalogue = (byCategory: Readonly<Record<string, readonly CatalogueRow[]>>): readonly WorldProduct[] =>
  Object.entries(byCategory).flatMap(([category, rows]) =>
    rows.map(([code, name, price, qty, [shape, color], description]) => ({
      ...{ code, name, price, qty, category, description },
      picture: { shape, color },
    })),
  )
