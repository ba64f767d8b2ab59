import { createHash, timingSafeEqual } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { Failure, failureBody } from '../base/failure.ts'
import type { Secret } from '../base/secret.ts'
import type { Refusal } from './audit-refusals.ts'
import { type Caller, knownCaller, notedRefusal, targetOf, withCaller } from './caller.ts'

/**
 * Who may call a route: `public` anybody · `key` who has the admin key, or this machine where none is set ·
 * `tenant-key` as `key`, and who has a tenant's own key, for what is that tenant's · `loopback` this machine's own
 * browser · `socket` the CLI, over the socket in the data directory.
 */
export type Guard = 'public' | 'key' | 'tenant-key' | 'loopback' | 'socket'

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'ALL'
  readonly path: string
  readonly guard: Guard
  readonly handle: (context: Context) => Response | Promise<Response>
  /**
   * How a refusal is told, here and wherever the address begins alike; `detail`: as the Odoo modules read it,
   * `{ "detail": "…" }`. Default: `{ "error": … }`.
   */
  readonly refusal?: 'detail'
}

export interface RouterOptions {
  /** `door`: the HTTP port; `socket`: the CLI's. A `socket` route does not exist on the port. */
  readonly via: 'door' | 'socket'
  readonly adminKey: Secret | null
  /** The header that carries the caller's address; set by the door, which removes any that came from outside. */
  readonly peerHeader: string
  readonly onBug: (error: unknown) => void
  /** Whose a tenant's key is; null: nobody's. */
  readonly tenantKey?: (key: string) => Promise<Caller | null>
  /** Counts a request of a `tenant-key` route under a name. @throws {Failure} TOO_MANY_REQUESTS */
  readonly count?: (name: string) => void
  /** Told of callers who are not let in, and of writes that are refused, before they are answered. */
  readonly onRefused?: (refusal: Refusal) => Promise<void>
}

const ALL_METHODS = ['GET', 'POST', 'DELETE', 'PUT', 'PATCH']
const CLI: Caller = { kind: 'operator', who: 'cli' }

/** The routes behind their guards. Nothing is public unless its row in the table says so. */
export function routerOf(routes: readonly Route[], options: RouterOptions): Hono {
  const app = new Hono()
  for (const route of routes) {
    if (options.via === 'door' && route.guard === 'socket') continue
    app.on(route.method === 'ALL' ? ALL_METHODS : [route.method], route.path, async (context) => {
      try {
        withCaller(context, options.via === 'door' ? await admit(route.guard, context, options) : CLI)
        const answer = await route.handle(context)
        await tellRefusal(context, { route, options, refusal: notedRefusal(context) })
        return answer
      } catch (error) {
        await tellRefusal(context, { route, options, refusal: refusalIn(error) })
        throw error
      }
    })
  }
  const told = new Set(routes.filter(({ refusal }) => refusal === 'detail').map(({ path }) => beginningOf(path)))
  const answer = (context: Context, error: unknown) =>
    told.has(beginningOf(context.req.path)) ? inDetail(context, error) : inError(context, error)
  app.notFound((context) => answer(context, new Failure('NOT_FOUND', { what: pageOf(context) })))
  app.onError((error, context) => {
    if (!(error instanceof Failure)) options.onBug(error)
    return answer(context, error)
  })
  return app
}

/** `/configs/:account` → `configs` */
const beginningOf = (path: string): string => path.split('/')[1] ?? ''

const pageOf = ({ req: { method, path } }: Context): string =>
  `page ${method === 'GET' ? path : `${path} that takes ${method}`}`

function inError(context: Context, error: unknown): Response {
  const { status, body } = failureBody(error)
  return context.json(body, status)
}

function inDetail(context: Context, error: unknown): Response {
  const { status, body } = failureBody(error)
  return context.json({ success: false, detail: body.error.message, code: body.error.code }, status)
}

interface RefusalTold {
  readonly route: Route
  readonly options: RouterOptions
  readonly refusal: { readonly code: string; readonly problem: string } | null
}

/** Who was not let in, and what was to be written and is not. That it cannot be told does not change the answer. */
async function tellRefusal(context: Context, { route, options, refusal }: RefusalTold): Promise<void> {
  const { guard } = route
  if (!refusal || !options.onRefused || !(guard === 'key' || guard === 'tenant-key')) return
  const isKeptOut = refusal.code === 'UNAUTHORIZED' || refusal.code === 'FORBIDDEN'
  const { method, path } = context.req
  if (!isKeptOut && (method === 'GET' || refusal.code === 'TOO_MANY_REQUESTS')) return
  const from = context.req.header(options.peerHeader) ?? options.via
  const told = { ...refusal, caller: knownCaller(context), target: targetOf(context), from, method, path }
  await options.onRefused(told).catch(options.onBug)
}

function refusalIn(error: unknown): { readonly code: string; readonly problem: string } {
  const { code, message: problem } = failureBody(error).body.error
  return { code, problem }
}

const OPERATOR: Caller = { kind: 'operator', who: 'operator' }

/** @throws {Failure} UNAUTHORIZED, FORBIDDEN, TOO_MANY_REQUESTS */
async function admit(guard: Guard, context: Context, options: RouterOptions): Promise<Caller> {
  if (guard === 'public') return OPERATOR
  const { adminKey, peerHeader } = options
  const isLocal = isThisMachine(context, peerHeader)
  if (guard === 'loopback' && !isLocal) throw new Failure('FORBIDDEN', { why: 'this page is only for this machine' })
  if (guard === 'loopback') return ownPages(context)
  const given = context.req.header('x-api-key')
  if (guard === 'tenant-key' && given !== undefined) return keyHolder(given, context, options)
  if (adminKey === null && isLocal) return ownPages(context)
  if (adminKey === null && guard === 'key')
    throw new Failure('FORBIDDEN', { why: 'set ADMIN_KEY to use this from another machine' })
  if (adminKey === null || !isSame(given ?? '', adminKey.reveal())) throw unknownKey(guard)
  return OPERATOR
}

/**
 * Who is let in for being on this machine, unless a page of another site has the machine's browser ask: a browser
 * says so by `Sec-Fetch-Site`, or by an `Origin` that is not the very address it asks.
 * @throws {Failure} FORBIDDEN
 */
function ownPages(context: Context): Caller {
  const site = context.req.header('sec-fetch-site') ?? 'none'
  const origin = context.req.header('origin')
  // The port speaks plain HTTP; what ends TLS before it is a proxy, and is not this machine.
  const own = URL.parse(`http://${context.req.header('host')}`)?.origin
  if (!['same-origin', 'none'].includes(site) || (origin !== undefined && origin !== own))
    throw new Failure('FORBIDDEN', { why: 'a page of another site asks this' })
  return OPERATOR
}

/** Who has this key. Wrong ones are counted by where they come from, right ones by whose they are. */
async function keyHolder(given: string, context: Context, options: RouterOptions): Promise<Caller> {
  const { adminKey, peerHeader, tenantKey, count } = options
  const isOperator = adminKey !== null && isSame(given, adminKey.reveal())
  const caller = isOperator ? OPERATOR : ((await tenantKey?.(given)) ?? null)
  count?.(caller ? caller.who : `a wrong key from ${context.req.header(peerHeader)}`)
  if (!caller) throw unknownKey('tenant-key')
  return caller
}

const unknownKey = (guard: Guard): Failure =>
  new Failure('UNAUTHORIZED', {
    how: guard === 'key' ? 'send the admin key as X-API-Key' : "send the admin key, or the tenant's own, as X-API-Key",
  })

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
