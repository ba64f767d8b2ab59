import * as z from 'zod'

/** What a tenant's name looks like, for whoever wrote another. */
export const TENANT_FORM =
  '<domain>/<account>, the domain in lower-case letters, digits, - and _, the account in letters, digits, - and _'

/** `<domain>/<account>`: the same account name in two domains is two tenants. The first argument of everything. */
export const TenantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]*\/[a-zA-Z0-9][a-zA-Z0-9_-]*$/, TENANT_FORM)
  .brand<'TenantId'>()
export type TenantId = z.infer<typeof TenantId>

/** One Chatwoot installation we talk to. Every Chatwoot number is only unique within its connection. */
export const ConnectionId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]*$/, 'a name of lower-case letters, digits, - and _')
  .brand<'ConnectionId'>()
export type ConnectionId = z.infer<typeof ConnectionId>

export const DEFAULT_CONNECTION: ConnectionId = ConnectionId.parse('default')

export const tenantOf = (domain: string, account: string): TenantId => TenantId.parse(`${domain}/${account}`)
export const domainOf = (tenant: TenantId): string => tenant.slice(0, tenant.indexOf('/'))
export const accountOf = (tenant: TenantId): string => tenant.slice(tenant.indexOf('/') + 1)
