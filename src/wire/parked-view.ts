import * as z from 'zod'

/** A message that was set aside, as `parked list` shows it: whose and why, not what was said. */
export const ParkedView = z.object({
  id: z.number(),
  tenant: z.string(),
  connection: z.string(),
  account: z.number(),
  conversation: z.number(),
  kind: z.string(),
  receivedAt: z.string(),
  attempts: z.number(),
  cause: z.string(),
})
export type ParkedView = z.infer<typeof ParkedView>
