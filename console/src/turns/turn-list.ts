import type { TurnView } from '../../../src/wire/turn-view.ts'

/** Newest first; a turn told again (its sending time became known) takes its own place. */
export function withTurn(turns: readonly TurnView[], turn: TurnView): readonly TurnView[] {
  return [turn, ...turns.filter(({ id }) => id !== turn.id)].toSorted((a, b) => b.startedAtMs - a.startedAtMs)
}
