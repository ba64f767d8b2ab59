import type { Failure } from '../../base/failure.ts'
import type { ConversationSeen } from '../../domain/inbound.ts'
import type { Button, OutboundAction, OutboundImage, TemplateUse } from '../../domain/outbound.ts'
import { OF_PAUSE, type OutboxRow } from '../../domain/outbox.ts'

/** What became of a call: taken, certainly not taken (worth another try or not), or nobody knows. */
export type Outcome =
  | {
      readonly kind: 'sent'
      readonly id: number | null
      /** The conversation, read after its status was changed; absent: it could not be read. */
      readonly seen?: ConversationSeen
    }
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** There is no such conversation any more. */
  | { readonly kind: 'gone'; readonly failure: Failure }
  | { readonly kind: 'busy'; readonly failure: Failure }
  | { readonly kind: 'unknown'; readonly failure: Failure }
  /** There is nothing to do here, and never will be. */
  | { readonly kind: 'moot'; readonly why: string }

export interface Post {
  readonly conversation: number
  readonly text: string
  readonly isPrivate: boolean
  readonly marker: string
  readonly buttons: readonly Button[]
  readonly image: OutboundImage | null
  readonly template?: TemplateUse
}

interface Abortable {
  readonly signal: AbortSignal
}

/** What the outbox needs of Chatwoot, for one connection and account. Nothing here throws for what Chatwoot answers. */
export interface ChatwootDoor {
  /** Whether there is a user token to read messages with. */
  readonly canReadBack: boolean
  /** Whether what we post is known to keep its marker (Chatwoot ≥ 4.9). @throws {Failure} when that cannot be learned */
  keepsMarkers(options: Abortable): Promise<boolean>
  /**
   * Resolves when a post would go out at once; returns what gives the place back. A row is marked as sending only then:
   * the shorter it stands so before its first byte, the fewer are in doubt after a `kill -9`. Absent: always at once.
   * @throws the signal's reason
   */
  place?(signal: AbortSignal): Promise<() => void>
  /** After `place`, where there is one. */
  post(post: Post, options: Abortable): Promise<Outcome>
  addLabels(ask: { conversation: number; labels: readonly string[] }, options: Abortable): Promise<Outcome>
  /**
   * What may have been done before is looked at first: what people made of the conversation since then is theirs.
   * `isUnseen`: it could not be looked at for long, and is done without. `isOneOfMany`: it is not looked at afterwards.
   */
  setStatus(ask: StatusAsk, options: Abortable): Promise<Outcome>
  /** @see setStatus */
  assign(
    ask: Repeatable & { readonly team: number | null; readonly agent: number | null },
    options: Abortable,
  ): Promise<Outcome>
  setPriority(
    ask: { conversation: number; priority: 'low' | 'medium' | 'high' | 'urgent' },
    options: Abortable,
  ): Promise<Outcome>
  /** Looks whether the customer was asked already, or will be by Chatwoot itself; `moot` then. */
  askRating(
    ask: { readonly conversation: number; readonly text: string; readonly marker: string },
    options: Abortable,
  ): Promise<Outcome>
  /**
   * Our messages newer than `afterId` (null: among the last 20) that carry `marker`; else those that carry none, that the
   * bot wrote and that say `text`; oldest first. @throws {Failure} when it could not be looked up
   */
  find(ask: Sought, options: Abortable): Promise<readonly Found[]>
  /**
   * Whether a human could be called in this conversation now, by a call of the bot's that changes nothing: `busy` when
   * not, `gone` when there is no such conversation.
   */
  reach(ask: { readonly conversation: number }, options: Abortable): Promise<Outcome>
}

export interface StatusAsk extends Repeatable {
  readonly status: 'open' | 'pending' | 'resolved'
  readonly isUnseen?: boolean
  readonly isOneOfMany?: boolean
}

interface Repeatable {
  readonly conversation: number
  /** It was tried before, and may have been done then. */
  readonly isRepeat?: boolean
}

export interface Sought {
  readonly conversation: number
  readonly marker: string
  readonly text: string
  readonly afterId: number | null
}

export interface Found {
  readonly id: number
  /** Why Chatwoot could not deliver it; null: it did not fail. */
  readonly failed: string | null
}

/** After so many tries (48 s, by the waits between them) a call that failed each time is not only unlucky. */
export const PATIENT_TRIES = 6

/** Does one row's action. */
export function perform(chatwoot: ChatwootDoor, row: OutboxRow, signal: AbortSignal): Promise<Outcome> {
  const { conversation, marker, action } = row
  const isRepeat = row.attempts > 0
  const isUnseen = row.attempts >= PATIENT_TRIES
  switch (action.kind) {
    case 'message': {
      const { kind, ...message } = action
      return chatwoot.post({ conversation, marker, isPrivate: false, ...message }, { signal })
    }
    case 'note':
      return chatwoot.post(
        { conversation, marker, text: action.text, isPrivate: true, buttons: [], image: null },
        { signal },
      )
    case 'labels':
      return chatwoot.addLabels({ conversation, labels: action.add }, { signal })
    case 'status': {
      const isOneOfMany = row.turn === OF_PAUSE
      return chatwoot.setStatus({ conversation, isRepeat, isUnseen, isOneOfMany, status: action.status }, { signal })
    }
    case 'assign':
      return chatwoot.assign({ conversation, isRepeat, team: action.team, agent: action.agent }, { signal })
    case 'priority':
      return chatwoot.setPriority({ conversation, priority: action.priority }, { signal })
    case 'csat':
      return chatwoot.askRating({ conversation, marker, text: action.text }, { signal })
    default:
      return unforeseen(action)
  }
}

const unforeseen = (action: never): never => {
  throw new TypeError(`no such action: ${(action as OutboundAction).kind}`)
}
