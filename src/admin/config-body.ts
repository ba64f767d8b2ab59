import * as z from 'zod'
import { Failure } from '../base/failure.ts'
import { sentence } from '../domain/issue-sentence.ts'

/** @throws {Failure} BAD_REQUEST naming the first thing that does not fit */
export function bodyAs<T>(schema: z.ZodType<T>, text: string): T {
  const parsed = schema.safeParse(json(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Failure('BAD_REQUEST', { problem: issue ? sentence(issue) : 'wrong' })
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    // The parser's own sentence quotes the text, which may hold a secret.
    throw new Failure('BAD_REQUEST', { problem: 'the body is not JSON' }, { cause })
  }
}

const Secrets = z.record(z.string(), z.string().min(1))
const Credentials = z.union([z.object({ credentials: Secrets }), Secrets])
const Rollback = z.object({ version: z.int().min(0) })

/** `{ credentials: { <ref>: <secret> } }`, or the inner one alone. @throws {Failure} BAD_REQUEST */
export function credentialsIn(text: string): Record<string, string> {
  const { account_id: _, ...body } = bodyAs(z.record(z.string(), z.unknown()), text)
  const parsed = Credentials.safeParse(body)
  if (!parsed.success)
    throw new Failure('BAD_REQUEST', { problem: 'expected { "credentials": { "<ref>": "<text>" } }' })
  const { data } = parsed
  return typeof data.credentials === 'object' ? data.credentials : (data as Record<string, string>)
}

/** @throws {Failure} BAD_REQUEST */
export const versionIn = (text: string): number => bodyAs(Rollback, text).version
