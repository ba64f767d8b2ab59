import type { TurnView } from '../../../src/wire/turn-view.ts'

/**
 * Newest first; a turn told again takes its own place. A reading that is older than what is known (its answer overtaken
 * by the live stream) does not take a sending time away.
 */
export function withTurn(turns: readonly TurnView[], turn: TurnView): readonly TurnView[] {
  const known = turns.find(({ id }) => id === turn.id)
  const told = known && isSent(known) && !isSent(turn) ? known : turn
  return [told, ...turns.filter(({ id }) => id !== turn.id)].toSorted((a, b) => b.startedAtMs - a.startedAtMs)
}

/** Whether a turn of the last minute still waits for its reply to have gone out. */
export const isSending = (turns: readonly TurnView[], nowMs: number): boolean =>
  turns.some((turn) => !isSent(turn) && turn.outcome !== 'silent' && nowMs - turn.startedAtMs < SENDING_MS)

const SENDING_MS = 60_000
const isSent = ({ sendMs }: TurnView): boolean => sendMs !== null
