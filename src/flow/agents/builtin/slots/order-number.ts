import { fold } from '../fold.ts'

const ORDER_WORD =
  /\b(pedidos?|encomenda|compra|rastre\w*|status|estado|entrega|order|orden|track\w*|package|paquete)\b/

/**
 * The order a customer names, as Odoo writes it: `S00042` from "S00042", "so42", "pedido nº 42" or "#42".
 * Two digits after an S count only beside a word about orders, or alone: "Galaxy S23" is a telephone.
 */
export function findOrderNumber(text: string): string | undefined {
  const folded = fold(text)
  const coded = folded.match(/(?<![\p{L}\p{N}])s[o0]?-?(\d{2,8})(?![\p{L}\p{N}])/u)
  const isAlone = coded !== null && folded.replace(/[^\p{L}\p{N}-]/gu, '') === coded[0]
  if (coded && (coded[1]?.length !== 2 || isAlone || ORDER_WORD.test(folded))) return orderNumber(coded[1])
  const named = folded.match(
    /\b(?:pedido|encomenda|compra|order|orden)\s*(?:(?:numero|number|num|nro|no|n|e|is|es)\b\s*)?[º°.:#]*\s*(\d{1,8})(?![\p{L}\p{N}/.,]\S)/u,
  )
  const hashed = folded.match(/#\s?(\d{1,8})(?!\d)/)
  return orderNumber(named?.[1] ?? hashed?.[1])
}

/** A bare number, answered when we asked which order: "42", "é o 42". */
export function findBareOrderNumber(text: string): string | undefined {
  const found = fold(text).match(/^\D{0,25}?(\d{1,8})\D{0,12}$/)
  return orderNumber(found?.[1])
}

const orderNumber = (digits: string | undefined): string | undefined =>
  digits && Number(digits) > 0 ? `S${String(Number(digits)).padStart(5, '0')}` : undefined
