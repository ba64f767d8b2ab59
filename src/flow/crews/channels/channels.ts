import type { ChannelKind } from '../../../domain/channel-kind.ts'
import type { ChannelCrew } from './channel-crew.ts'
import { DefaultCrew } from './default.ts'
import { FacebookCrew } from './facebook.ts'
import { InstagramCrew } from './instagram.ts'
import { WebCrew } from './web.ts'
import { WhatsAppCrew } from './whatsapp.ts'

const OWN: readonly ChannelCrew[] = [WhatsAppCrew, WebCrew, InstagramCrew, FacebookCrew]

/** The definition that serves a channel; the default one where there is none. */
export const channelCrew = (channel: ChannelKind): ChannelCrew =>
  OWN.find((own) => own.channel === channel) ?? DefaultCrew
