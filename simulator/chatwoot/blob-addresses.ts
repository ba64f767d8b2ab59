import type { Attachment } from './records.ts'

const STORAGE = '/rails/active_storage'

/** `data_url`: answers a redirect to the bytes, as Active Storage does. */
export const attachmentAddress = (url: string, { blobKey, name }: Attachment): string =>
  `${url}${STORAGE}/blobs/redirect/${blobKey}/${encodeURIComponent(name)}`

export const thumbAddress = (url: string, { blobKey, name }: Attachment): string =>
  `${url}${STORAGE}/representations/redirect/${blobKey}/thumb/${encodeURIComponent(name)}`

export const bytesAddress = (url: string, blobKey: string, name: string): string =>
  `${url}${STORAGE}/disk/${blobKey}/${encodeURIComponent(name)}`

/** Reads one of the addresses above; `isRedirect` for the first two. */
export function parseBlobPath(path: string): { blobKey: string; name: string; isRedirect: boolean } | undefined {
  const match =
    /^\/rails\/active_storage\/(?:(?:blobs|representations)\/(redirect)|disk)\/([\w-]+)\/(?:thumb\/)?([^/]+)$/.exec(
      path,
    )
  if (!match) return undefined
  return { isRedirect: match[1] === 'redirect', blobKey: match[2] ?? '', name: decodeURIComponent(match[3] ?? '') }
}
