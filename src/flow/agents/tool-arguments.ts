import * as z from 'zod'
import type { ToolDescription } from '../../domain/tool.ts'

/** What is wrong with the arguments of a call, in words a model can mend them by; null: nothing. */
export function problemWith(tool: ToolDescription, args: Readonly<Record<string, unknown>>): string | null {
  const read = schemaOf(tool).safeParse(args)
  if (read.success) return null
  return read.error.issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')
}

const schemas = new WeakMap<object, z.ZodType>()

/** Compiled once per schema. One that zod cannot read lets everything through: its server checks again. */
function schemaOf({ inputSchema }: ToolDescription): z.ZodType {
  const known = schemas.get(inputSchema)
  if (known) return known
  let schema: z.ZodType
  try {
    schema = z.fromJSONSchema(inputSchema as Parameters<typeof z.fromJSONSchema>[0])
  } catch {
    schema = z.looseObject({})
  }
  schemas.set(inputSchema, schema)
  return schema
}
