import { isNothing, type Reader } from '../tree/reader.ts'
import {
  merged,
  revalued,
  type Sourced,
  type SourcedList,
  type SourcedMap,
  type SourcedScalar,
  sourcedMap,
} from '../tree/sourced.ts'
import { agentDraft, tasksDraft } from './crew-section.ts'
import { channelOf, onlineChannelsDraft, serviceDraft } from './service-section.ts'

/** One crew of one account: `crews/<crew>/config.yaml`. Everything in it belongs to that crew alone. */
export function crewFileDraft(file: Reader, crew: string): SourcedMap | undefined {
  file.ignore('account_id', 'domain', 'version', 'updated_at')
  const routing = file.map('routing')
  const written = file.map('style')
  const style = styleDraft(written)
  const service = serviceDraft(file.map('customer_service'))
  const draft = sourcedMap(file.at, {
    name: file.text('name'),
    description: file.text('description'),
    type: file.word('type') ?? named(crew, file),
    agents: agents(file),
    tasks: tasksDraft(file),
    channels: channels(routing),
    keywords: routing.texts('keywords'),
    isDefault: routing.flag('default'),
    onlineChannels: onlineChannelsDraft(file.map('online_channels')),
    informPromotionsAtStart: file.map('promotions').flag('inform_at_start'),
    technicalTone: written.map('tone').number('technical'),
    service: service && style ? merged(service, style) : (style ?? service),
  })
  return draft && sourcedMap(file.at, { crews: sourcedMap(file.at, { [crew]: draft }) })
}

const named = (crew: string, file: Reader): SourcedScalar => ({ kind: 'scalar', value: crew, text: crew, at: file.at })

function agents(file: Reader): SourcedList | undefined {
  const raw = file.raw('agents')
  if (!raw || isNothing(raw)) return undefined
  return { kind: 'list', items: file.items('agents').flatMap((agent) => agentDraft(agent) ?? []), at: raw.at }
}

function channels(routing: Reader): SourcedList | undefined {
  const texts = routing.texts('channels')
  if (!texts) return undefined
  const items = texts.items.flatMap((item) => {
    const kind = item.kind === 'scalar' ? channelOf(String(item.value)) : undefined
    if (!kind) routing.notes.warn(item.at, { message: 'an unknown channel, left out' })
    return kind ? [revalued(item, kind)] : []
  })
  return { ...texts, items }
}

/** `style` by degrees (tone 1–5, emojis by frequency) to the words the rest of the system uses. */
function styleDraft(style: Reader): SourcedMap | undefined {
  const emojis = style.map('emojis')
  return sourcedMap(style.at, {
    communicationStyle: tone(style.map('tone')),
    emojiUsage: emojiUsage(emojis.flag('enabled'), emojis.word('frequency')),
    greeting: spoken(style.map('greeting')),
    farewell: switched(style.map('farewell')),
  })
}

/** The stronger of formal and friendly; friendly alone at its height is casual. */
function tone(from: Reader): SourcedScalar | undefined {
  const formal = from.number('formal')
  const friendly = from.number('friendly')
  const [f, w] = [Number(formal?.value ?? 0), Number(friendly?.value ?? 0)]
  if (!formal && !friendly) return undefined
  if (formal && f > w) return revalued(formal, 'formal')
  return friendly && revalued(friendly, w === 5 && f <= 1 ? 'casual' : 'friendly')
}

function emojiUsage(enabled: SourcedScalar | undefined, frequency: SourcedScalar | undefined): Sourced | undefined {
  return enabled?.value === false ? revalued(enabled, 'none') : frequency
}

function spoken(greeting: Reader): Sourced | undefined {
  const enabled = greeting.flag('enabled')
  const message = greeting.text('message')
  return enabled?.value === false ? revalued(enabled, null) : message
}

const switched = (farewell: Reader): SourcedMap | undefined =>
  sourcedMap(farewell.at, { text: farewell.text('message'), isEnabled: farewell.flag('enabled') })
