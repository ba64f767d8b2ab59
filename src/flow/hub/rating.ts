import type { ChannelKind, CrewType } from '../../domain/channel-kind.ts'
import { saysGoodbye } from '../../domain/goodbye.ts'
import { say } from '../../domain/messages/messages.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import { serviceOn, type TenantConfig } from '../../domain/tenant-config.ts'
import type { CrewResult } from '../../domain/turn.ts'

export interface EndOfTalk {
  readonly result: CrewResult
  readonly config: TenantConfig
  readonly channel: ChannelKind
  readonly crew: CrewType
  /** What the customer wrote. */
  readonly text: string
}

/**
 * What the turn does, and a request to rate where the talk ends with it (the customer says goodbye, or we resolve the
 * conversation), the shop wants one, and the channel can show it (`docs/decisions/0031`). Before a change of status:
 * Chatwoot asks itself when a conversation is resolved.
 */
export function withRating({ result, config, channel, crew, text }: EndOfTalk): readonly OutboundAction[] {
  const { actions, language } = result
  const { ratingRequest, communicationStyle: tone } = serviceOn(config, channel, crew)
  if (channel !== 'web' || ratingRequest === null || result.outcome !== 'answered' || !isOver(result, text))
    return actions
  const ask = language === config.language ? ratingRequest : say(language, 'rating.ask', { tone })
  const status = actions.findIndex(({ kind }) => kind === 'status')
  return actions.toSpliced(status < 0 ? actions.length : status, 0, { kind: 'csat', text: ask })
}

const isOver = ({ actions, intent }: CrewResult, text: string): boolean =>
  (intent === 'thanks' && saysGoodbye(text)) ||
  actions.some((action) => action.kind === 'status' && action.status === 'resolved')
