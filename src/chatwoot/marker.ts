import { type Json, objectAt, textAt } from './json-shape.ts'

/** The key of `content_attributes` under which our own messages carry their outbox row's name (kept by Chatwoot ≥ 4.9). */
export const MARKER_KEY = 'chatwootai'

/** The marker of one of our messages; null: not ours, or posted to a Chatwoot that drops it. */
export const markerOf = (contentAttributes: unknown): string | null =>
  textAt(objectAt(contentAttributes)[MARKER_KEY], 200)

export const withMarker = (marker: string, contentAttributes: Json = {}): Json => ({
  ...contentAttributes,
  [MARKER_KEY]: marker,
})
