import type { Said } from '../../domain/turn.ts'

/** More messages of ours than this in `WITHIN_MS` is two machines talking, or a crew that does not help. */
const MAX_OURS = 12
const WITHIN_MS = 600_000
/** So many equal texts of a customer in a row. */
const EQUAL_TEXTS = 3

/** More messages of one customer than this waiting for one answer is a flood. */
const MAX_AT_ONCE = 30

export interface Circling {
  readonly history: readonly Said[]
  /** What is to be answered now, as one text. */
  readonly text: string
  /** Of how many messages. */
  readonly messages: number
  readonly nowMs: number
}

/** How much of the conversation the brake has to see. */
export const BRAKE_WINDOW = 40

/** Whether the conversation goes in circles (DESIGN §4): a human gets it then, with the label `loop`. */
export function goesInCircles({ history, text, messages, nowMs }: Circling): boolean {
  if (messages > MAX_AT_ONCE) return true
  const ours = history.filter(({ by, atMs }) => by === 'crew' && atMs > nowMs - WITHIN_MS)
  if (ours.length > MAX_OURS) return true
  const theirs = history.filter(({ by }) => by === 'customer').slice(-(EQUAL_TEXTS - 1))
  return text !== '' && theirs.length === EQUAL_TEXTS - 1 && theirs.every((said) => isSame(said.text, text))
}

const isSame = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase()
