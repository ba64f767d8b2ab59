/** A message that is larger takes several places, so that what is counted is memory too. In bytes of its JSON. */
export const PLACE_BYTES = 4_096

/** How many places of a queue a message takes. */
export const placesOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / PLACE_BYTES))
