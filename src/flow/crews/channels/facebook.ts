import type { ChannelCrew } from './channel-crew.ts'
import { DefaultCrew } from './default.ts'

/** Facebook is served by the default crew's definition until it has one of its own. */
export const FacebookCrew: ChannelCrew = { ...DefaultCrew, channel: 'facebook' }
