import * as z from 'zod'

/** The bodies of the simulator's own API. */

const Attachment = z.strictObject({
  kind: z.enum(['image', 'audio', 'video', 'file']).optional(),
  name: z.string().min(1).default('file'),
  mimeType: z.string().min(1),
  base64: z.string(),
})

const Whose = {
  tenant: z.string().optional(),
  account: z.int().positive().optional(),
  /** `whatsapp`, `web`, `instagram`, `facebook`, `telegram`, …: the account's first inbox of that channel. */
  channel: z.string().optional(),
  inbox: z.int().positive().optional(),
  /** A key of the world file, or somebody new. */
  contact: z.union([
    z.string().min(1),
    z.strictObject({ key: z.string().optional(), name: z.string().min(1), phone: z.string().nullable().default(null) }),
  ]),
}

export const WidgetOpened = z.strictObject(Whose)
export type WidgetOpened = z.infer<typeof WidgetOpened>

export const CustomerSays = z.strictObject({
  ...Whose,
  text: z.string().nullable().default(null),
  attachments: z.array(Attachment).default([]),
  contentAttributes: z.record(z.string(), z.unknown()).default({}),
})
export type CustomerSays = z.infer<typeof CustomerSays>

export const HumanSays = z.strictObject({
  text: z.string().min(1),
  private: z.boolean().default(false),
  /** A user's id; absent: the first of the world file. */
  user: z.int().optional(),
})

export const StatusSet = z.strictObject({
  status: z.enum(['open', 'pending', 'resolved', 'snoozed']),
  by: z.enum(['user', 'system']).default('user'),
})

export const Assigned = z.strictObject({ assignee: z.int().nullable() })
export const Submitted = z.strictObject({ message: z.int(), title: z.string().min(1) })
export const Rated = z.strictObject({ rating: z.int().min(1).max(5), feedback: z.string().default('') })
export const Typing = z.strictObject({
  on: z.boolean().default(true),
  by: z.enum(['contact', 'user']).default('contact'),
})
export const Aged = z.strictObject({ hours: z.number().positive() })
export const Replayed = z.strictObject({ count: z.int().min(1).max(200).default(1) })
