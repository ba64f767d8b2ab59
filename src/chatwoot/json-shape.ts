/** Somebody else's JSON object: nothing is known of it until it was looked at. */
export type Json = Readonly<Record<string, unknown>>

const NOTHING: Json = Object.freeze(Object.create(null) as Json)

/** `value` as an object; anything else is an object without keys, so that reading on is safe. */
export const objectAt = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : NOTHING

/** The first `limit` elements of an array; anything else has none. */
export const listAt = (value: unknown, limit: number): readonly unknown[] =>
  Array.isArray(value) ? (value.length > limit ? value.slice(0, limit) : value) : []

/** A positive whole number as Chatwoot's ids are; null for anything else. */
export const idAt = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null

/** A non-empty string, of at most `limit` UTF-8 bytes; null for anything else. */
export function textAt(value: unknown, limit: number): string | null {
  if (typeof value !== 'string' || value === '') return null
  return keepText(value, limit) || null
}

/**
 * `text` cut to `limitBytes` of UTF-8 at a code point. NUL is dropped and lone surrogates become U+FFFD: no store
 * keeps them faithfully.
 */
export function keepText(text: string, limitBytes: number): string {
  const whole = text.includes('\0') ? text.replaceAll('\0', '') : text
  if (whole.length * 3 <= limitBytes) return whole.toWellFormed()
  const { read } = new TextEncoder().encodeInto(whole, new Uint8Array(limitBytes))
  return whole.slice(0, read).toWellFormed()
}

/** Epoch ms of Chatwoot's two clocks: ISO 8601 strings, and epoch seconds (whole or not, 0 when unset). */
export function msAt(value: unknown): number | null {
  const ms = typeof value === 'number' ? Math.round(value * 1000) : typeof value === 'string' ? Date.parse(value) : NaN
  return Number.isSafeInteger(ms) && ms > 0 ? ms : null
}
