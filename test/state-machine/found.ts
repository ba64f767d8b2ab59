import type { Move } from './moves.ts'
import type { WorldOptions } from './world.ts'

/** What the interleavings found, shrunk; each failed before it was mended. */
export const FOUND: readonly {
  readonly title: string
  readonly options: WorldOptions
  readonly moves: readonly Move[]
}[] = [
  {
    title: 'a clock set back an hour does not hold the gate shut for that hour',
    options: { canReadBack: true, keepsMarkers: true },
    moves: [{ do: 'write', c: 0, done: false }, { do: 'sweep' }, { do: 'set-clock', byMs: -3600000 }],
  },
  {
    title: 'a hint that a revoked token cannot read back waits for a new token',
    options: { canReadBack: true, keepsMarkers: true },
    moves: [
      { do: 'write', c: 0, done: false },
      { do: 'token', isRevoked: true },
      { do: 'deliver', pick: 0, as: 'hint' },
      { do: 'run', steps: 8 },
    ],
  },
  {
    title: 'a human who speaks after our hand-over is not talked over by its words',
    options: { canReadBack: true, keepsMarkers: true },
    moves: [
      { do: 'run', steps: 3 },
      { do: 'write', c: 0, done: true },
      { do: 'deliver', pick: 0, as: 'told' },
      { do: 'run', steps: 4 },
      { do: 'step', pick: 0, how: 'ok', lateMs: 1000 },
      { do: 'step', pick: 0, how: 'refused', lateMs: 1000 },
      { do: 'human', c: 0, how: 'speaks' },
      { do: 'deliver', pick: 0, as: 'told' },
      { do: 'run', steps: 1 },
      { do: 'write', c: 0, done: false },
      { do: 'pass', ms: 10 },
      { do: 'step', pick: 0, how: 'ok', lateMs: 1000 },
    ],
  },
  {
    title: 'a human who spoke before our hand-over, but is told of after it, is not talked over by its words',
    options: { canReadBack: true, keepsMarkers: true },
    moves: [
      { do: 'run', steps: 1 },
      { do: 'write', c: 1, done: true },
      { do: 'deliver', pick: 0, as: 'told' },
      { do: 'step', pick: 0, how: 'ok', lateMs: 1000 },
      { do: 'run', steps: 5 },
      { do: 'human', c: 1, how: 'speaks' },
      { do: 'step', pick: 0, how: 'ok', lateMs: 1000 },
      { do: 'step', pick: 0, how: 'refused', lateMs: 1000 },
      { do: 'pass', ms: 10 },
      { do: 'deliver', pick: 0, as: 'told' },
      { do: 'pass', ms: 10 },
      { do: 'run', steps: 1 },
    ],
  },
  {
    title: 'a human who opened the conversation before our hand-over is not talked over by its words',
    options: { canReadBack: true, keepsMarkers: true },
    moves: [
      { do: 'run', steps: 1 },
      { do: 'write', c: 1, done: true },
      { do: 'deliver', pick: 0, as: 'told' },
      { do: 'step', pick: 0, how: 'ok', lateMs: 1000 },
      { do: 'run', steps: 5 },
      { do: 'human', c: 1, how: 'opens' },
      { do: 'step', pick: 0, how: 'ok', lateMs: 1000 },
      { do: 'step', pick: 0, how: 'refused', lateMs: 1000 },
      { do: 'pass', ms: 10 },
      { do: 'deliver', pick: 0, as: 'told' },
      { do: 'pass', ms: 10 },
      { do: 'run', steps: 1 },
    ],
  },
  {
    title: 'a message left to a human who had given the conversation back by then is answered after all',
    options: { canReadBack: true, keepsMarkers: true },
    moves: [
      { do: 'human', c: 1, how: 'speaks' },
      { do: 'sweep' },
      { do: 'run', steps: 8 },
      { do: 'give-back', c: 1 },
      { do: 'write', c: 1, done: false },
      { do: 'step', pick: 0, how: 'refused', lateMs: 1000 },
      { do: 'deliver', pick: 7, as: 'told' },
      { do: 'step', pick: 0, how: 'ok', lateMs: 1000 },
      { do: 'token', isRevoked: false },
    ],
  },
  {
    title: 'an opening that waited until after the give-back is not followed by words',
    options: { canReadBack: true, keepsMarkers: true },
    moves: [
      { do: 'write', c: 1, done: false },
      { do: 'human', c: 1, how: 'is-assigned' },
      { do: 'token', isRevoked: true },
      { do: 'deliver', pick: 0, as: 'told' },
      { do: 'deliver', pick: 0, as: 'told' },
      { do: 'give-back', c: 1 },
      { do: 'run', steps: 11 },
      { do: 'deliver', pick: 0, as: 'told' },
      { do: 'write', c: 0, done: false },
      { do: 'deliver', pick: 0, as: 'told' },
    ],
  },
  {
    title: 'a message left to a human because his resolving was told late is answered after all',
    options: { canReadBack: true, keepsMarkers: true },
    moves: [
      { do: 'token', isRevoked: true },
      { do: 'human', c: 0, how: 'speaks' },
      { do: 'human', c: 0, how: 'resolves' },
      { do: 'write', c: 0, done: false },
      { do: 'sweep' },
      { do: 'run', steps: 11 },
      { do: 'human', c: 1, how: 'speaks' },
      { do: 'pass', ms: 10 },
    ],
  },
]
