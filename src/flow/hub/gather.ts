import type { InboxRow } from '../../domain/lane.ts'

/** Longest a burst is waited for, from its first message, in ms. */
export const GATE_CAP_MS = 8_000

export interface GateAsk {
  readonly rows: readonly InboxRow[]
  /** The tenant's quiet time after a fragment, in ms. */
  readonly quietMs: number
  readonly looksFinished: (text: string) => boolean
}

/**
 * When the gate opens for these messages, epoch ms: at once when the last one looks finished ("qual o horário de
 * sábado?"), else when the customer was quiet for `quietMs` after a fragment ("oi", a picture alone), never later
 * than `GATE_CAP_MS` after the first. Computed from rows that are durable, so a restart comes to the same moment.
 */
export function gateOpensAt({ rows, quietMs, looksFinished }: GateAsk): number {
  const last = rows.at(-1)
  const first = rows[0]
  if (!first || !last || isFinished(last, looksFinished)) return 0
  const firstAtMs = Math.min(...rows.map(({ receivedAtMs }) => receivedAtMs))
  const lastAtMs = Math.max(...rows.map(({ receivedAtMs }) => receivedAtMs))
  return Math.min(lastAtMs + quietMs, firstAtMs + GATE_CAP_MS)
}

function isFinished({ event }: InboxRow, looksFinished: (text: string) => boolean): boolean {
  if (event.kind !== 'customer-message') return true
  return event.skip !== null || (event.text !== '' && looksFinished(event.text))
}
