import * as z from 'zod'

/** What a backup holds, as its own `backup.json` and the command line say. */
export const BackupView = z.object({
  dir: z.string(),
  /** ISO 8601. */
  madeAt: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.number() })),
  /** Directories that belong to the same installation and are kept otherwise. */
  notIncluded: z.array(z.string()),
})
export type BackupView = z.infer<typeof BackupView>
