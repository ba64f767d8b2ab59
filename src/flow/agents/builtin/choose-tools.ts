import type { Slots, Understanding, Want } from '../../../domain/intent.ts'

export interface ChosenTool {
  readonly tool: string
  readonly args: Readonly<Record<string, unknown>>
}

const MOST_PRODUCTS = 5

/** The read-only tools that what was understood calls for, before any model is asked. */
export function chooseTools(understanding: Understanding): readonly ChosenTool[] {
  const chosen = wantsOf(understanding, '').flatMap(toolsFor)
  const keys = chosen.map((call) => JSON.stringify(call))
  return chosen.filter((_, i) => keys.indexOf(keys[i] ?? '') === i)
}

/** Everything asked for, in order; one thing when one is asked, in `text`'s own words. */
export const wantsOf = (understanding: Understanding, text: string): readonly Want[] => {
  const { intent, confidence, slots, wants, topic } = understanding
  return wants ?? [{ intent, confidence, text, slots, ...(topic && { topic }) }]
}

/** What to search the shop's documents for: each wish apart, so that one does not water down the other's score. */
export const searchTexts = (understanding: Understanding, text: string): readonly string[] =>
  wantsOf(understanding, text).map((want) => want.text)

/** The picture of what is shown first. */
const PICTURES = 1

function toolsFor({ intent, slots }: Want): ChosenTool[] {
  if (intent === 'product_search') return searchFor(slots)
  const isAboutOrder = intent === 'order_status' || intent === 'complaint' || intent === 'human'
  return isAboutOrder && slots.orderNumber ? [{ tool: 'order_status', args: { orderNumber: slots.orderNumber } }] : []
}

/** Without a product the catalogue is only asked what it has. */
function searchFor({ product, about, follows, sort, maxPrice }: Slots): ChosenTool[] {
  const one = about ?? null
  const args = {
    query: one ?? product ?? '',
    ...(follows && { follows }),
    ...(sort && { order: sort }),
    ...(maxPrice && { maxPrice }),
    limit: one ? 1 : MOST_PRODUCTS,
    pictures: one ? 0 : PICTURES,
  }
  return [{ tool: 'find_products', args }]
}
