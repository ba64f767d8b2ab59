import type * as z from 'zod'
import { sentence } from '../domain/issue-sentence.ts'

/** `value` as the server wants it. @throws an error with a sentence for each thing that does not fit */
export function fitting<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Error(parsed.error.issues.map(sentence).join('\n'))
}
