import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TenantId } from '../../../src/domain/ids.ts'

/** Imports a file below `src`, perhaps a mutated one. */
export type Load = <T>(file: string) => Promise<T>

/** Throws when the file it is of, loaded so, gives one tenant something of another's. */
export type Probe = (load: Load) => Promise<void>

/** By the file, below `src`, in which tenants are kept apart. */
export type Probes = Readonly<Record<string, Probe>>

/** Two of one domain, and two of one account's name. */
export const ONE = TenantId.parse('retail/account_1')
export const TWO = TenantId.parse('retail/account_2')
export const THREE = TenantId.parse('health/account_1')
export const TENANTS = [ONE, TWO, THREE] as const

/** What `make` gives for each tenant is that tenant's own and nobody else's. */
export function areApart<T>(make: (tenant: TenantId) => T): void {
  const made = TENANTS.map(make)
  assert.equal(new Set(made).size, TENANTS.length, made.join(' '))
}

/** Whether it has ended by the time everything that could go on has gone on. */
export async function isSettled(work: Promise<unknown>): Promise<boolean> {
  let isOver = false
  const ends = () => {
    isOver = true
  }
  work.then(ends, ends)
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
  return isOver
}

/** A folder that goes with the scope. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'probe-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
