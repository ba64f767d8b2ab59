import type { IncomingMessage } from 'node:http'
import type { Json } from './records.ts'

const MOST_BYTES = 64 * 1024 * 1024

export interface UploadedFile {
  readonly name: string
  readonly mimeType: string
  readonly bytes: Buffer
}

export interface RequestBody {
  readonly fields: Json
  readonly files: readonly UploadedFile[]
}

/** The body could not be read as what its content type says. */
export class UnreadableBody extends Error {}

/**
 * Reads JSON, a form or multipart into fields, as Rails does. `content_attributes` and `template_params`
 * of a form may be JSON strings.
 * @throws {UnreadableBody}
 */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const bytes = await readBytes(request)
  const contentType = request.headers['content-type'] ?? ''
  if (bytes.length === 0) return { fields: {}, files: [] }
  if (/^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(contentType))
    return readForm(bytes, contentType)
  try {
    const json: unknown = JSON.parse(bytes.toString('utf8'))
    return { fields: isObject(json) ? json : { _json: json }, files: [] }
  } catch (cause) {
    throw new UnreadableBody('Error occurred while parsing request parameters', { cause })
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST_BYTES) throw new UnreadableBody('Request body is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function readForm(bytes: Buffer, contentType: string): Promise<RequestBody> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
    .formData()
    .catch((cause: unknown) => {
      throw new UnreadableBody('Invalid form data', { cause })
    })
  const fields: Json = {}
  const files: UploadedFile[] = []
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name.replace(/\[\]$/, '')] = value
    else files.push({ name: value.name, mimeType: value.type, bytes: Buffer.from(await value.arrayBuffer()) })
  }
  return { fields, files }
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
