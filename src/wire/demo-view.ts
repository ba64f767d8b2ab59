import * as z from 'zod'

/** `GET /api/demo`: the shops and channels of the demo, for the simulator page's left column. */
export const DemoView = z.object({
  engine: z.string(),
  shops: z.array(
    z.object({
      tenant: z.string(),
      account: z.number(),
      name: z.string(),
      trade: z.string(),
      about: z.string(),
      logo: z.string(),
      inboxes: z.array(
        z.object({
          inbox: z.number(),
          channel: z.enum(['whatsapp', 'web', 'instagram', 'facebook']),
          /** Whether the channel has a crew of its own yet, or is served by the default crew. */
          ownCrew: z.boolean(),
        }),
      ),
      contacts: z.array(z.object({ key: z.string(), name: z.string(), phone: z.string().nullable() })),
      /** Questions that show what the shop can answer. */
      suggestions: z.array(z.string()),
    }),
  ),
})
export type DemoView = z.infer<typeof DemoView>
