import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { bytesAddress, parseBlobPath } from './blob-addresses.ts'
import type { Attachment } from './records.ts'

/** The oldest files go when all together are larger than this. */
const KEPT_BYTES = 256 * 1024 * 1024

const BY_MIME: [RegExp, Attachment['fileType']][] = [
  [/^image\/(jpeg|jpg|png|gif|bmp|webp)$/, 'image'],
  [/^video\/(ogg|mp4|webm|quicktime)$/, 'video'],
  [/^audio\//, 'audio'],
]

/** The simulator's Active Storage: attachments' bytes in memory. */
export class Blobs {
  readonly #bytes = new Map<string, { bytes: Buffer; mimeType: string }>()
  #total = 0

  /** Stores a file; its kind follows from the MIME type, as in Chatwoot. */
  add(file: { id: number; name: string; mimeType: string; bytes: Buffer }): Attachment {
    const blobKey = randomUUID()
    this.#bytes.set(blobKey, { bytes: file.bytes, mimeType: file.mimeType })
    this.#total += file.bytes.length
    this.#forgetOldest()
    const fileType = BY_MIME.find(([pattern]) => pattern.test(file.mimeType))?.[1] ?? 'file'
    const { id, name, mimeType } = file
    return { id, fileType, name, mimeType, size: file.bytes.length, blobKey }
  }

  /** Answers a request for a file: a redirect first, then the bytes. No login, as in Chatwoot. */
  serve(path: string, url: string, response: ServerResponse): void {
    const asked = parseBlobPath(path)
    const found = asked && this.#bytes.get(asked.blobKey)
    if (!found) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found')
      return
    }
    if (asked.isRedirect) {
      response.writeHead(302, { Location: bytesAddress(url, asked.blobKey, asked.name) }).end()
      return
    }
    const type = found.mimeType.startsWith('text/html') ? 'text/plain' : found.mimeType
    response.writeHead(200, {
      'Content-Type': type,
      'Content-Length': found.bytes.length,
      'X-Content-Type-Options': 'nosniff',
      'Access-Control-Allow-Origin': '*',
    })
    response.end(found.bytes)
  }

  clear(): void {
    this.#bytes.clear()
    this.#total = 0
  }

  #forgetOldest(): void {
    for (const [key, { bytes }] of this.#bytes) {
      if (this.#total <= KEPT_BYTES) return
      this.#bytes.delete(key)
      this.#total -= bytes.length
    }
  }
}
