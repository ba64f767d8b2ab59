import { createHash, timingSafeEqual } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { Failure, failureBody } from '../base/failure.ts'
import type { Secret } from '../base/secret.ts'

/**
 * Who may call a route: `public` anybody · `key` who has the admin key, or this machine where none is set ·
 * `loopback` this machine's own browser · `socket` the CLI, over the socket in the data directory.
 */
export type Guard = 'public' | 'key' | 'loopback' | 'socket'

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'ALL'
  readonly path: string
  readonly guard: Guard
  readonly handle: (context: Context) => Response | Promise<Response>
}

export interface RouterOptions {
  /** `door`: the HTTP port; `socket`: the CLI's. A `socket` route does not exist on the port. */
  readonly via: 'door' | 'socket'
  readonly adminKey: Secret | null
  /** The header that carries the caller's address; set by the door, which removes any that came from outside. */
  readonly peerHeader: string
  readonly onBug: (error: unknown) => void
}

const ALL_METHODS = ['GET', 'POST', 'DELETE', 'PUT', 'PATCH']

/** The routes behind their guards. Nothing is public unless its row in the table says so. */
export function routerOf(routes: readonly Route[], options: RouterOptions): Hono {
  const app = new Hono()
  for (const route of routes) {
    if (options.via === 'door' && route.guard === 'socket') continue
    app.on(route.method === 'ALL' ? ALL_METHODS : [route.method], route.path, (context) => {
      if (options.via === 'door') admit(route.guard, context, options)
      return route.handle(context)
    })
  }
  app.notFound((context) => answer(context, new Failure('NOT_FOUND', { what: `page ${context.req.path}` })))
  app.onError((error, context) => {
    if (!(error instanceof Failure)) options.onBug(error)
    return answer(context, error)
  })
  return app
}

function answer(context: Context, error: unknown): Response {
  const { status, body } = failureBody(error)
  return context.json(body, status)
}

/** @throws {Failure} UNAUTHORIZED, FORBIDDEN */
function admit(guard: Guard, context: Context, { adminKey, peerHeader }: RouterOptions): void {
  if (guard === 'public') return
  const isLocal = isThisMachine(context, peerHeader)
  if (guard === 'loopback' && !isLocal) throw new Failure('FORBIDDEN', { why: 'this page is only for this machine' })
  if (guard === 'loopback' || (guard === 'key' && adminKey === null && isLocal)) return
  if (adminKey === null) throw new Failure('FORBIDDEN', { why: 'set ADMIN_KEY to use this from another machine' })
  if (!isSame(context.req.header('x-api-key') ?? '', adminKey.reveal()))
    throw new Failure('UNAUTHORIZED', { how: 'send the admin key as X-API-Key' })
}

const LOOPBACK_PEER = /^(127\.|::1$|::ffff:127\.)/
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** Not through a proxy on this machine, and not a page elsewhere whose name was made to point here (DNS rebinding). */
function isThisMachine(context: Context, peerHeader: string): boolean {
  const isForwarded =
    context.req.header('x-forwarded-for') !== undefined || context.req.header('forwarded') !== undefined
  const host = context.req.header('host') ?? ''
  return !isForwarded && LOOPBACK_PEER.test(context.req.header(peerHeader) ?? '') && LOOPBACK_HOST.test(host)
}

/** Constant time: compared as digests. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
