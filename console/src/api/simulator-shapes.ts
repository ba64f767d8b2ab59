import * as z from 'zod'

/** A text posted with a file came as a form field, whose lines HTML ends with CRLF. */
const Text = z.string().transform((text) => text.replaceAll('\r\n', '\n'))

const Attachment = z.looseObject({
  kind: z.string().catch('file'),
  url: z.string().nullable().catch(null),
  name: z.string().catch(''),
})

const Item = z.looseObject({ title: z.string(), value: z.unknown().optional() })

const TYPES = ['incoming', 'outgoing', 'activity', 'template'] as const

/** By name, or by Chatwoot's number: 0 from the customer, 1 from the shop, 2 activity, 3 template. */
const MessageType = z.union([z.enum(TYPES), z.number().transform((number) => TYPES[number] ?? 'activity')])

const Rendered = z.union([
  Text.transform((body) => ({ format: '', body, refused: null })),
  z.looseObject({
    /** How `body` is to be read: `whatsapp`, `messenger`, `html`, `plain`, … */
    format: z.string().catch(''),
    body: Text,
    /** Why the platform refuses it: the customer sees nothing. */
    refused: z.string().nullish().catch(null),
  }),
])

/** A message as the Chatwoot simulator shows it. Read leniently: what is missing or odd gets a plain default. */
export const SimMessage = z.looseObject({
  id: z.number(),
  content: Text.nullish().transform((text) => text ?? ''),
  /** What the customer's own app gets and shows. */
  rendered: Rendered.nullish().catch(null),
  message_type: MessageType.catch('activity'),
  private: z.boolean().catch(false),
  status: z.string().catch('sent'),
  content_type: z.string().catch('text'),
  items: z
    .array(Item)
    .nullish()
    .catch([])
    .transform((items) => items ?? []),
  submitted: z.unknown().optional(),
  attachments: z
    .array(Attachment)
    .nullish()
    .catch([])
    .transform((list) => list ?? []),
  sender: z
    .looseObject({ kind: z.string().catch('system'), name: z.string().catch('') })
    .nullish()
    .catch(null),
  created_at_ms: z.number().catch(0),
  content_attributes: z.record(z.string(), z.unknown()).nullish().catch(null),
})
export type SimMessage = z.infer<typeof SimMessage>
export type SimAttachment = SimMessage['attachments'][number]

export const SimMessages = z.looseObject({ payload: z.array(SimMessage) })

const Named = z
  .looseObject({ kind: z.string().optional(), id: z.number().optional(), name: z.string().optional() })
  .nullish()
  .catch(null)

/** A conversation as the simulator shows it; the assignee is where Chatwoot's own shape or a flat one has it. */
export const SimConversation = z.looseObject({
  id: z.number(),
  status: z.enum(['open', 'pending', 'resolved', 'snoozed']).catch('pending'),
  assignee: z.union([Named, z.string()]).optional().catch(null),
  meta: z.looseObject({ assignee: Named.optional(), assignee_type: z.string().nullish() }).nullish().catch(null),
})
export type SimConversation = z.infer<typeof SimConversation>

/** A list as an array, or under `payload`, `conversations` or `data`. */
export const SimConversations = z.preprocess((value) => {
  if (Array.isArray(value) || value === null || typeof value !== 'object') return value
  return Object.values(value).find(Array.isArray) ?? []
}, z.array(SimConversation))

export const SimPosted = z.looseObject({
  conversation: z.union([z.number(), z.looseObject({ id: z.number() }).transform(({ id }) => id)]),
})

export const SimEvent = z.looseObject({
  type: z.string(),
  account: z.number(),
  conversation: z.number(),
  data: z.unknown().optional(),
})
export type SimEvent = z.infer<typeof SimEvent>

export const SimTyping = z.looseObject({
  on: z.boolean(),
  by: z.looseObject({ kind: z.string() }).nullish().catch(null),
})

/** The name of the human a conversation is assigned to, or null. */
export function assigneeOf({ assignee, meta }: SimConversation): string | null {
  if (typeof assignee === 'string') return assignee || null
  const owner = assignee ?? meta?.assignee
  return owner && owner.kind !== 'agent_bot' ? (owner.name ?? null) : null
}
