import type { Context } from 'hono'
import { Failure } from '../base/failure.ts'
import type { TenantId } from '../domain/ids.ts'

/** Who calls a route: the operator, who may everything, or one tenant's own Odoo, which may what is its own. */
export type Caller =
  | { readonly kind: 'operator'; readonly who: string }
  | { readonly kind: 'tenant'; readonly who: string; readonly tenant: TenantId }

/** Why a request is refused by an answer and not by a throw. */
export interface NotedRefusal {
  readonly code: string
  /** Ids and numbers only, never what was sent. */
  readonly problem: string
}

const KEY = 'caller'
const TARGET = 'target'
const REFUSAL = 'refusal'

export const withCaller = (context: Context, caller: Caller): void => context.set(KEY, caller)

/** Of a route with the guard `tenant-key`. */
export function callerOf(context: Context): Caller {
  const caller = knownCaller(context)
  if (!caller) throw new TypeError(`${context.req.path} has no guard that says who calls`)
  return caller
}

/** Null: nobody has been let in. */
export const knownCaller = (context: Context): Caller | null => (context.get(KEY) as Caller | undefined) ?? null

/** The caller, who wants something of `tenant`. @throws {Failure} FORBIDDEN when its key is another tenant's */
export function callerFor(context: Context, tenant: TenantId): Caller {
  context.set(TARGET, tenant)
  const caller = callerOf(context)
  mustMay(caller, tenant)
  return caller
}

/** Of whom the request wants something; null: it has not said so yet. */
export const targetOf = (context: Context): TenantId | null => (context.get(TARGET) as TenantId | undefined) ?? null

/** @throws {Failure} FORBIDDEN when the caller's key is another tenant's */
export function mustMay(caller: Caller, tenant: TenantId): void {
  if (caller.kind === 'tenant' && caller.tenant !== tenant)
    throw new Failure('FORBIDDEN', { why: 'this key is another tenant’s' })
}

/** Has the router write it down. */
export const noteRefusal = (context: Context, refusal: NotedRefusal): void => context.set(REFUSAL, refusal)

export const notedRefusal = (context: Context): NotedRefusal | null =>
  (context.get(REFUSAL) as NotedRefusal | undefined) ?? null
