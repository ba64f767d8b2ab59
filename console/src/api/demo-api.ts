import * as z from 'zod'
import { DemoView } from '../../../src/wire/demo-view.ts'
import { TurnView } from '../../../src/wire/turn-view.ts'
import type { Thread } from './chatwoot-simulator.ts'
import { getJson } from './http.ts'

const Turns = z.object({ turns: z.array(TurnView) })

/** A turn of this conversation was written or is over: read its turns again. */
export const TurnWritten = z.object({ account: z.number(), conversation: z.number() })
export type TurnWritten = z.infer<typeof TurnWritten>

/** What a crew is doing right now in one conversation. */
export const StageEvent = z.object({
  account: z.number(),
  conversation: z.number(),
  stage: z.enum(['gathering', 'running', 'sending', 'idle']),
})
export type StageEvent = z.infer<typeof StageEvent>
export type Stage = StageEvent['stage']

export type DemoShop = DemoView['shops'][number]
export type DemoInbox = DemoShop['inboxes'][number]
export type DemoContact = DemoShop['contacts'][number]

export const readDemo = (signal: AbortSignal): Promise<DemoView> => getJson('/api/demo', DemoView, signal)

/** Newest first. */
export async function readTurns({ account, id }: Thread, signal: AbortSignal): Promise<TurnView[]> {
  return (await getJson(`/api/turns?account=${account}&conversation=${id}`, Turns, signal)).turns
}
