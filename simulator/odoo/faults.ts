/** What goes wrong on purpose, set by `POST /simulator/faults`; what is left out stays as it is. */
export interface Faults {
  /** Added to every answer. */
  readonly slowMs: number
  /** Connections are cut without an answer. */
  readonly down: boolean
  /** 0-1: this share of calls fails as Odoo fails when its database does. */
  readonly errorShare: number
  /** Requests are taken and never answered. */
  readonly hang: boolean
}

export const NO_FAULTS: Faults = { slowMs: 0, down: false, errorShare: 0, hang: false }

/** `current` with what `body` changes; undefined when it names no fault, or one wrongly. */
export function changedFaults(current: Faults, body: unknown): Faults | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const isRight = Object.entries(body).every(
    ([name, value]) => name in NO_FAULTS && typeof value === typeof NO_FAULTS[name as keyof Faults],
  )
  return isRight ? { ...current, ...body } : undefined
}
