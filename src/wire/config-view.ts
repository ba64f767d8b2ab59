import * as z from 'zod'

const Problem = z.object({
  file: z.string(),
  line: z.int().nullable(),
  column: z.int().nullable(),
  path: z.string(),
  message: z.string(),
  expected: z.string().optional(),
  got: z.string().optional(),
})
export type ProblemView = z.infer<typeof Problem>

/** Of which CONFIG_DIR it is said. */
const root = z.string()

/** The tenants, each in a line. */
export const ConfigListView = z.object({
  root,
  tenants: z.array(
    z.object({
      tenant: z.string(),
      /** Null, as the version: no version of it ever loaded. */
      name: z.string().nullable(),
      version: z.string().nullable(),
      /** `files`, or `version 3` of what was pushed. */
      from: z.string(),
      errors: z.int(),
      warnings: z.int(),
    }),
  ),
})
export type ConfigListView = z.infer<typeof ConfigListView>

/** Every value of one tenant's configuration, and where it was written. */
export const ConfigExplainView = z.object({
  root,
  tenant: z.string(),
  /** Another than `tenant` where the domain `default` steps in. */
  servedBy: z.string(),
  /** Of the newest that stands there; null: it does not load. */
  version: z.string().nullable(),
  /** Null: nothing of it was ever in force. */
  inForce: z.string().nullable(),
  /** `from`: `file:line` of everything that has a say; none: as it is by default. */
  values: z.array(z.object({ path: z.string(), value: z.json(), from: z.array(z.string()) })),
  problems: z.array(Problem),
  warnings: z.array(Problem),
})
export type ConfigExplainView = z.infer<typeof ConfigExplainView>

/** Everything that is wrong or odd. */
export const ConfigReportView = z.object({
  root,
  tenants: z.array(z.string()),
  errors: z.array(Problem),
  warnings: z.array(Problem),
})
export type ConfigReportView = z.infer<typeof ConfigReportView>
