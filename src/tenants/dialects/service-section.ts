import { CHANNEL_KINDS, type ChannelKind } from '../../domain/channel-kind.ts'
import type { Reader } from '../tree/reader.ts'
import { type Sourced, type SourcedMap, sourcedMap } from '../tree/sourced.ts'
import { windowTemplatesDraft } from './window-templates.ts'

/** How the shop talks, and what it may say where only a template reaches the customer. */
export function shopServiceDraft(service: Reader): SourcedMap | undefined {
  const windowTemplates = windowTemplatesDraft(service)
  const own = serviceDraft(service)
  const rest = sourcedMap(service.at, { windowTemplates })
  return own && rest ? sourcedMap(service.at, Object.fromEntries([...own.entries, ...rest.entries])) : (own ?? rest)
}

/** `customer_service` as the Odoo modules write it: how the shop talks. `greeting` means `greeting_message`. */
export function serviceDraft(service: Reader): SourcedMap | undefined {
  return sourcedMap(service.at, {
    communicationStyle: service.word('communication_style'),
    emojiUsage: service.word('emoji_usage'),
    greeting: ['greeting_message', 'greeting'].map((key) => service.text(key)).find(Boolean),
    farewell: sentence(service, 'farewell', 'farewell_message'),
    ratingRequest: sentence(service, 'rating_request', 'rating_message'),
  })
}

/** `{ message, enabled }`, or the bare text. */
function sentence(service: Reader, key: string, flat: string): SourcedMap | undefined {
  const node = service.raw(key)
  if (node?.kind === 'scalar') {
    const text = service.text(key) ?? service.text(flat)
    return text && sourcedMap(text.at, { text })
  }
  const map = service.map(key)
  return sourcedMap(map.at, { text: map.text('message') ?? service.text(flat), isEnabled: map.flag('enabled') })
}

/** `channels`: overrides of `customer_service` by channel. */
export function channelsDraft(channels: Reader): SourcedMap | undefined {
  const drafts = channels.keys().flatMap((key): [string, Sourced | undefined][] => {
    const kind = channelOf(key)
    if (!kind) return []
    const channel = channels.map(key)
    const nested = serviceDraft(channel.map('customer_service'))
    return [[kind, serviceDraft(channel) ?? nested]]
  })
  return sourcedMap(channels.at, Object.fromEntries(drafts))
}

/** What writers call a channel. */
export function channelOf(name: string): ChannelKind | undefined {
  const word = name.trim().toLowerCase()
  return CHANNEL_KINDS.find((kind) => kind === word) ?? OTHER_NAMES.get(word)
}

const OTHER_NAMES: ReadonlyMap<string, ChannelKind> = new Map([
  ['website', 'web'],
  ['webwidget', 'web'],
  ['site', 'web'],
  ['messenger', 'facebook'],
  ['e-mail', 'email'],
])

/** `online_channels`: what may be told at the end of a conversation. Without an address there is nothing to tell. */
export function onlineChannelsDraft(online: Reader): SourcedMap | undefined {
  const drafts = online.keys().map((name): [string, Sourced | undefined] => {
    if (online.raw(name)?.kind === 'scalar') return [name, urlOnly(online, name)]
    const channel = online.map(name)
    return [name, sourcedMap(channel.at, { url: channel.text('url'), mentionAtEnd: channel.flag('mention_at_end') })]
  })
  return sourcedMap(online.at, Object.fromEntries(drafts))
}

function urlOnly(online: Reader, name: string): SourcedMap | undefined {
  const url = online.text(name)
  return url && sourcedMap(url.at, { url })
}
