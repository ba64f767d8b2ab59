import type { ChannelKind } from '../../domain/channel-kind.ts'
import type { Lane } from '../../domain/lane.ts'

export interface TypingDeps {
  /** Tells Chatwoot; best effort, whatever becomes of it. */
  readonly toggle: (ask: { lane: Lane; isTyping: boolean }) => Promise<unknown>
}

/** A turn shorter than this shows nothing: the reply is there sooner than the dots would be, in ms. */
const SHOW_AFTER_MS = 400

/**
 * Shows the customer that somebody writes, while a turn runs; only on the web widget, since Chatwoot carries it to no
 * other channel (facts: Chatwoot §5.5). Returns what ends it.
 */
export function showTyping({ toggle }: TypingDeps, lane: Lane, channel: ChannelKind): () => void {
  if (channel !== 'web') return () => {}
  let isShown = false
  const say = (isTyping: boolean) => void toggle({ lane, isTyping }).catch(() => {})
  const timer = setTimeout(() => {
    isShown = true
    say(true)
  }, SHOW_AFTER_MS)
  return () => {
    clearTimeout(timer)
    if (isShown) say(false)
  }
}
