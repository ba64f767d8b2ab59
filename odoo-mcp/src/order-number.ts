/** Odoo's own numbering: `S` and five digits. */
const ODOO_NUMBER = /^(?:SO?)?0*(\d{1,9})$/

/**
 * How an order may be called in Odoo, likeliest first, from how a customer wrote it: `s42`, `SO42`, `#42`, `42`,
 * `pedido nº 42` all mean `S00042`; a shop's own numbering (`PV/2026/0042`) is kept as written.
 */
export function orderNumberOf(written: string): { readonly name: string; readonly digits: string | null } {
  const bare = written
    .normalize('NFKC')
    .toUpperCase()
    .replace(/^\s*(?:PEDIDO|ORDEM|ORDEN|ORDER|ORÇAMENTO|COTAÇÃO)\b/, '')
    .replace(/^\s*N[O°.]+\s*(?=[#S\d])/, '')
    .replace(/[\s#.]/g, '')
  const digits = ODOO_NUMBER.exec(bare)?.[1] ?? null
  return { name: digits ? `S${digits.padStart(5, '0')}` : bare, digits }
}

/** Whether `name`, as a shop numbers its orders, ends in the number the customer wrote. */
export const endsInNumber = (name: string, digits: string): boolean =>
  /(\d+)$/.exec(name)?.[1]?.replace(/^0+/, '') === digits
