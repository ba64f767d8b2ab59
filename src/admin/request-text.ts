import type { Context } from 'hono'
import { Failure } from '../base/failure.ts'

const MAX_MIB = 1

/** The body, to the byte. @throws {Failure} BODY_TOO_LARGE */
export async function bodyBytes(context: Context): Promise<Buffer> {
  const bytes = Buffer.from(await context.req.arrayBuffer())
  if (bytes.length > MAX_MIB * 1024 * 1024) throw new Failure('BODY_TOO_LARGE', { limitMib: MAX_MIB })
  return bytes
}

/** @throws {Failure} BODY_TOO_LARGE, BAD_REQUEST when it is not UTF-8 */
export async function bodyText(context: Context): Promise<string> {
  return textOf(await bodyBytes(context))
}

/** @throws {Failure} BAD_REQUEST */
export function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new Failure('BAD_REQUEST', { problem: 'the body is not UTF-8' }, { cause })
  }
}
