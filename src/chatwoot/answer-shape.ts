import { idAt, objectAt } from './json-shape.ts'

/** Whether a 2xx answer is Chatwoot's to this call; anybody's JSON is not (facts: Chatwoot §3.3). */
export type Shape = (body: unknown) => boolean

/** Calls that answer nothing at all, whoever answers them. */
export const isObjectOrNothing: Shape = (body) => body === null || isObject(body)
/** An assignment, a priority: the record that was set, or nothing, which cannot be told from somebody else's nothing. */
export const hasIdOrNothing: Shape = (body) => body === null || hasId(body)
export const isObject: Shape = (body) => typeof body === 'object' && body !== null && !Array.isArray(body)

/** One record: a message, a conversation, an inbox, a profile. */
export const hasId: Shape = (body) => idAt(objectAt(body).id) !== null

/** Messages: `{ meta, payload: […] }`. */
export const hasList: Shape = (body) => Array.isArray(objectAt(body).payload)

/** Conversations: `{ data: { meta, payload: […] } }`. */
export const hasDataList: Shape = (body) => hasList(objectAt(body).data)

/** `{ payload: … }`. */
export const hasPayload: Shape = (body) => 'payload' in objectAt(body)

/** `{ meta, payload: { success, current_status } }`; `success` is null when a bot hands over. */
export const hasStatus: Shape = (body) => {
  const payload = objectAt(objectAt(body).payload)
  return 'success' in payload || typeof payload.current_status === 'string'
}

export const hasCustomAttributes: Shape = (body) => isObject(objectAt(body).custom_attributes)
