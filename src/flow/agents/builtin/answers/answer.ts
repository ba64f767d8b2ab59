import type { Want } from '../../../../domain/intent.ts'
import type { Language } from '../../../../domain/language.ts'
import type { Tone } from '../../../../domain/messages/words.ts'
import type { OutboundImage } from '../../../../domain/outbound.ts'
import type { Evidence, HandoverReason, HoursNow, Said } from '../../../../domain/turn.ts'
import type { Voice } from '../voice.ts'

/** What one wish came to: something to say, or why a person must. */
export type Answer =
  | {
      readonly kind: 'said'
      readonly text: string
      /** Titles. */
      readonly buttons: readonly string[]
      readonly image: OutboundImage | null
      /** 0–1. */
      readonly confidence: number
      /** Looked up just now, or mere courtesy: asked again, it is said again. */
      readonly mayRepeat: boolean
    }
  | { readonly kind: 'human'; readonly reason: HandoverReason }
  /** What is wanted is not clear: ask once. */
  | { readonly kind: 'unclear' }

export interface AnswerContext {
  readonly language: Language
  /** In which the owner wrote hours and documents. */
  readonly shopLanguage: Language
  readonly tone: Tone
  readonly voice: Voice
  readonly shop: string
  readonly farewell: string | null
  /** What the owner wrote of the shop, its channels one a line ("instagram: …"). */
  readonly about: string
  readonly evidence: Evidence
  readonly hours: HoursNow
  readonly nowMs: number
  readonly history: readonly Said[]
  /** Several things are asked at once: a passage's score is then for all of them together. */
  readonly isOneOfMany: boolean
}

/** Below this the class of a wish is a guess: only what answers it anyway may speak. */
export const GUESS = 0.5

export type AnswerWant = (want: Want, context: AnswerContext) => Answer

export const said = (text: string, more: Partial<Extract<Answer, { kind: 'said' }>> = {}): Answer => ({
  kind: 'said',
  text,
  buttons: [],
  image: null,
  confidence: 0.9,
  mayRepeat: false,
  ...more,
})

export const human = (reason: HandoverReason): Answer => ({ kind: 'human', reason })
