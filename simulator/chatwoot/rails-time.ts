/** The three ways in which Chatwoot writes one moment. */

/** ISO 8601 with milliseconds, UTC; `null` when unset. */
export function iso(ms: number): string
export function iso(ms: number | null): string | null
export function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/** Whole epoch seconds; 0 when unset. */
export const epoch = (ms: number | null): number => (ms === null ? 0 : Math.floor(ms / 1000))

/** Epoch seconds with a fraction that is never zero: Rails writes a float even at a full second. */
export const epochFloat = (ms: number): number => (ms + 0.913) / 1000
