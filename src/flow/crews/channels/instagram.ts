import type { ChannelCrew } from './channel-crew.ts'
import { DefaultCrew } from './default.ts'

/** Instagram is served by the default crew's definition until it has one of its own. */
export const InstagramCrew: ChannelCrew = { ...DefaultCrew, channel: 'instagram' }
