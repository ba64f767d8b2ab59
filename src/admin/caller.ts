import type { Context } from 'hono'
import { Failure } from '../base/failure.ts'
import type { TenantId } from '../domain/ids.ts'

/** Who calls a route: the operator, who may everything, or one tenant's own Odoo, which may what is its own. */
export type Caller =
  | { readonly kind: 'operator'; readonly who: string }
  | { readonly kind: 'tenant'; readonly who: string; readonly tenant: TenantId }

const KEY = 'caller'

export const withCaller = (context: Context, caller: Caller): void => context.set(KEY, caller)

/** Of a route with the guard `tenant-key`. */
export function callerOf(context: Context): Caller {
  const caller: Caller | undefined = context.get(KEY)
  if (!caller) throw new TypeError(`${context.req.path} has no guard that says who calls`)
  return caller
}

/** @throws {Failure} FORBIDDEN when the caller's key is another tenant's */
export function mustMay(caller: Caller, tenant: TenantId): void {
  if (caller.kind === 'tenant' && caller.tenant !== tenant)
    throw new Failure('FORBIDDEN', { why: 'this key is another tenant’s' })
}
