import type { TenantId } from './ids.ts'
import type { ConversationRef, ConversationSeen, InboundEvent } from './inbound.ts'
import type { Language } from './language.ts'

/** A conversation of a tenant: what a lane is. */
export interface Lane extends ConversationRef {
  readonly tenant: TenantId
}

/** What we know of a conversation, out of every payload that showed it. */
export interface LaneState extends Lane {
  readonly inbox: number | null
  readonly status: ConversationSeen['status']
  readonly assignee: ConversationSeen['assignee']
  readonly seen: ConversationSeen
  readonly humanSinceMs: number | null
  /** Turns of ours that said something here. */
  readonly turns: number
}

/** The crew speaks only while the conversation is pending and no human has it (facts: Chatwoot §4.4, §4.6). */
export const maySpeak = ({ status, assignee, humanSinceMs }: LaneState): boolean =>
  status === 'pending' && assignee !== 'human' && humanSinceMs === null

/** The events that ask for a turn; the rest is applied where it is accepted. */
export type WorkEvent =
  | Extract<InboundEvent, { kind: 'customer-message' | 'customer-answered' }>
  | { readonly kind: 'delivery-failed'; readonly messageId: number; readonly error: string }
  | { readonly kind: 'hint'; readonly messageId: number | null }
  /** Nobody has said anything for as long as the tenant waits. */
  | {
      readonly kind: 'idle'
      readonly messageId: null
      readonly step: IdleStep
      readonly language: Language
      /** When the customer last said something, epoch ms. */
      readonly spokeAtMs: number
    }

/** Asking whether the customer is still there; ending the conversation. */
export type IdleStep = 'follow-up' | 'resolve'

/** A row of the inbox: one thing a customer did that we answer exactly once. */
export interface InboxRow extends Lane {
  readonly id: number
  readonly event: WorkEvent
  readonly receivedAtMs: number
  /** Not before then: a retry waits. */
  readonly readyAtMs: number
  /** Runs that failed. */
  readonly attempts: number
  /** Starts that found it open; from the third on those only that ended while it ran. */
  readonly deaths: number
}

/** Why a row was set aside; a person can look at it, run it again, or drop it. */
export interface ParkedRow extends InboxRow {
  readonly cause: string
}

/** What changed on a lane when something was accepted: the lane's runner looks again. */
export interface LaneSignal extends Lane {
  readonly kind: 'work' | 'takeover' | 'given-back' | 'settled'
}
