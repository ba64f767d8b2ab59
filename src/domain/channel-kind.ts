import * as z from 'zod'

/** The kinds of channel a crew can be made for. A kind without a crew of its own is served by `default`. */
export const CHANNEL_KINDS = [
  'whatsapp',
  'instagram',
  'facebook',
  'web',
  'telegram',
  'email',
  'sms',
  'line',
  'tiktok',
  'default',
] as const
export const ChannelKind = z.enum(CHANNEL_KINDS)
export type ChannelKind = z.infer<typeof ChannelKind>

export const CrewType = z.enum(['customer_service', 'analytics'])
export type CrewType = z.infer<typeof CrewType>
