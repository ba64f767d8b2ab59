/** Odoo's wire values in plain words: `false` is how it says empty. */

export const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

export const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null)

export const idOf = (many2one: unknown): number | null => (Array.isArray(many2one) ? Number(many2one[0]) : null)

export const labelOf = (many2one: unknown): string | null => (Array.isArray(many2one) ? textOrNull(many2one[1]) : null)

/** `2026-11-23 07:35:31`, which is UTC, as ISO 8601. Dates without a time stay as they are. */
export function timeOrNull(value: unknown): string | null {
  const text = textOrNull(value)
  return text?.includes(' ') ? `${text.replace(' ', 'T')}Z` : text
}
