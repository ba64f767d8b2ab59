import type { TenantId } from './ids.ts'

/** Whose a delivery is, in Chatwoot's numbers. */
export interface Addressee {
  readonly account: number
  readonly inbox: number | null
}

export interface ResolvedTenant {
  readonly tenant: TenantId
  /** `fallback`: FAQ and handing over only; never writes, never a customer's data. */
  readonly via: 'inbox' | 'account' | 'fallback'
}

/** One connection's `chatwoot_mapping.yaml` as plain JSON, for a thread that has no files. */
export interface MappingSnapshot {
  /** Chatwoot's number → tenant; null: two tenants claim it, so it is nobody's. */
  readonly accounts: Readonly<Record<string, TenantId | null>>
  readonly inboxes: Readonly<Record<string, TenantId | null>>
  /** Lowest sequence first. */
  readonly fallbacks: readonly TenantId[]
}

/** By connection. */
export type MappingSnapshots = Readonly<Record<string, MappingSnapshot>>

/** The tenant of an inbox, else of its account, else the first fallback; null: nobody is mapped, or it is contested. */
export function resolveTenant(snapshot: MappingSnapshot, { account, inbox }: Addressee): ResolvedTenant | null {
  const own = inbox === null ? undefined : snapshot.inboxes[inbox]
  if (own !== undefined) return own && { tenant: own, via: 'inbox' }
  const ofAccount = snapshot.accounts[account]
  if (ofAccount !== undefined) return ofAccount && { tenant: ofAccount, via: 'account' }
  const [fallback] = snapshot.fallbacks
  return fallback ? { tenant: fallback, via: 'fallback' } : null
}
