import * as z from 'zod'

/** One thing that was looked at. */
export const CheckView = z.object({
  /** `connection default`, `disk`, … */
  what: z.string(),
  status: z.enum(['ok', 'note', 'problem']),
  /** What was found; of a problem, what to do. */
  says: z.string(),
})
export type CheckView = z.infer<typeof CheckView>

export const SettingView = z.object({
  name: z.string(),
  /** `[secret]` for a secret. */
  value: z.string(),
  from: z.enum(['environment', 'default', 'not set']),
})
export type SettingView = z.infer<typeof SettingView>

export const DoctorView = z.object({ settings: z.array(SettingView), checks: z.array(CheckView) })
export type DoctorView = z.infer<typeof DoctorView>
