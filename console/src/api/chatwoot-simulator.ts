import { getJson, postJson } from './http.ts'
import { SimConversation, SimConversations, type SimMessage, SimMessages, SimPosted } from './simulator-shapes.ts'

export const SIMULATOR = '/demo/chatwoot/simulator'

/** One customer on one channel of one shop: at most one conversation of theirs is shown at a time. */
export interface Line {
  readonly tenant: string
  readonly account: number
  readonly inbox: number
  readonly channel: string
  readonly contact: string
}

/** A conversation by the number Chatwoot shows; only unique together with its account. */
export interface Thread {
  readonly account: number
  readonly id: number
}

export async function latestConversation(line: Line, signal: AbortSignal): Promise<SimConversation | null> {
  const query = new URLSearchParams({ tenant: line.tenant, inbox: String(line.inbox), contact: line.contact })
  const all = await getJson(`${SIMULATOR}/conversations?${query}`, SimConversations, signal)
  return all.toSorted((a, b) => b.id - a.id)[0] ?? null
}

export const readConversation = (thread: Thread, signal: AbortSignal): Promise<SimConversation> =>
  getJson(pathOf(thread), SimConversation, signal)

export async function readMessages(thread: Thread, signal: AbortSignal): Promise<SimMessage[]> {
  return (await getJson(pathOf(thread, 'messages'), SimMessages, signal)).payload
}

/** Writes as the customer; returns the conversation's number. */
export async function writeAsCustomer({ tenant, channel, contact }: Line, text: string): Promise<number> {
  return SimPosted.parse(await postJson(`${SIMULATOR}/messages`, { tenant, channel, contact, text })).conversation
}

export const writeAsHuman = (thread: Thread, text: string, isPrivate: boolean): Promise<unknown> =>
  postJson(pathOf(thread, 'human'), { text, private: isPrivate })

export const setStatus = (thread: Thread, status: 'open' | 'pending' | 'resolved'): Promise<unknown> =>
  postJson(pathOf(thread, 'status'), { status })

/** The demo's one human attendant, Marina Alves, or nobody. */
export const assign = (thread: Thread, to: 'marina' | null): Promise<unknown> =>
  postJson(pathOf(thread, 'assign'), { assignee: to === null ? null : MARINA })

export const tapOption = (thread: Thread, message: number, title: string): Promise<unknown> =>
  postJson(pathOf(thread, 'submit'), { message, title })

/** Simulator addresses are absolute to its own port; the page reaches it through ours. */
export const proxied = (url: string): string =>
  url.replace(/^https?:\/\/(?:127\.0\.0\.1|localhost):\d+\//, '/demo/chatwoot/')

const MARINA = 7

const pathOf = ({ account, id }: Thread, what = ''): string =>
  `${SIMULATOR}/conversations/${id}${what && `/${what}`}?account=${account}`
