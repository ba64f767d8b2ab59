import type * as z from 'zod'

/** The server answered, but not with success. */
export class HttpError extends Error {
  readonly status: number
  constructor(status: number, path: string) {
    super(`${path}: ${status}`)
    this.status = status
  }
}

export async function getJson<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
  return schema.parse(await request(path, { headers: { accept: 'application/json' }, signal: signal ?? null }))
}

export async function postJson(path: string, body: unknown): Promise<unknown> {
  return request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  })
}

async function request(path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(path, init)
  if (!response.ok) throw new HttpError(response.status, path)
  const text = await response.text()
  return text === '' ? null : JSON.parse(text)
}
