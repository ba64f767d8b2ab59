import type { SimConversation, SimMessage } from '../api/simulator-shapes.ts'

/** A message on its way to the simulator. */
export interface Outgoing {
  readonly key: string
  readonly text: string
  readonly atMs: number
  readonly as: Writer
  readonly hasFailed: boolean
}

/** Who the composer writes as: the customer, the human attendant, or the attendant in a private note. */
export type Writer = 'customer' | 'attendant' | 'note'

export interface ChatState {
  /** The line (shop, channel, contact) all of this belongs to. */
  readonly line: string
  readonly phase: 'loading' | 'ready' | 'failed'
  readonly conversation: SimConversation | null
  /** Oldest first. */
  readonly messages: readonly SimMessage[]
  readonly outgoing: readonly Outgoing[]
  readonly isTyping: boolean
  /** Messages up to this id belong to before "new conversation" and are not shown. */
  readonly hiddenUpTo: number
}

/** What happens to a chat. Anything of another line comes too late and changes nothing. */
export type ChatEvent = { readonly line: string } & (
  | { readonly kind: 'opened' }
  | { readonly kind: 'loaded'; readonly conversation: SimConversation | null; readonly messages: readonly SimMessage[] }
  | { readonly kind: 'load-failed' }
  | { readonly kind: 'sending'; readonly outgoing: Outgoing }
  | { readonly kind: 'sent'; readonly key: string }
  | { readonly kind: 'send-failed'; readonly key: string }
  | { readonly kind: 'typing'; readonly isTyping: boolean }
  | { readonly kind: 'began-anew' }
)

export const openedChat = (line: string): ChatState => ({
  line,
  phase: 'loading',
  conversation: null,
  messages: [],
  outgoing: [],
  isTyping: false,
  hiddenUpTo: 0,
})

export function chatReducer(state: ChatState, event: ChatEvent): ChatState {
  if (event.kind === 'opened') return event.line === state.line ? state : openedChat(event.line)
  if (event.line !== state.line) return state
  switch (event.kind) {
    case 'loaded':
      return loaded(state, event)
    case 'load-failed':
      return { ...state, phase: state.phase === 'ready' ? 'ready' : 'failed' }
    case 'sending':
      return { ...state, outgoing: [...state.outgoing.filter(({ key }) => key !== event.outgoing.key), event.outgoing] }
    case 'sent':
      return { ...state, outgoing: state.outgoing.filter(({ key }) => key !== event.key) }
    case 'send-failed':
      return {
        ...state,
        outgoing: state.outgoing.map((out) => (out.key === event.key ? { ...out, hasFailed: true } : out)),
      }
    case 'typing':
      return { ...state, isTyping: event.isTyping }
    case 'began-anew':
      return { ...state, hiddenUpTo: state.messages.at(-1)?.id ?? state.hiddenUpTo, outgoing: [], isTyping: false }
  }
}

/** What the page shows: nothing from before "new conversation". */
export const shownMessages = ({ messages, hiddenUpTo }: ChatState): readonly SimMessage[] =>
  messages.filter(({ id }) => id > hiddenUpTo)

function loaded(state: ChatState, { conversation, messages }: ChatEvent & { kind: 'loaded' }): ChatState {
  const ordered = messages.toSorted((a, b) => a.id - b.id)
  const lastKnown = state.messages.at(-1)?.id ?? 0
  const hasAnswer = ordered.some((row) => row.id > lastKnown && row.message_type === 'outgoing' && !row.private)
  return {
    ...state,
    phase: 'ready',
    conversation,
    messages: ordered,
    outgoing: state.outgoing.filter((out) => out.hasFailed || !ordered.some((message) => isSame(message, out))),
    isTyping: state.isTyping && !hasAnswer,
  }
}

/** The simulator's clock is this machine's; a little slack for the way there. */
const SLACK_MS = 2_000

const isSame = (message: SimMessage, out: Outgoing): boolean =>
  message.content === out.text &&
  message.message_type === (out.as === 'customer' ? 'incoming' : 'outgoing') &&
  message.created_at_ms >= out.atMs - SLACK_MS
