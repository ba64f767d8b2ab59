import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** What configurations cost. Measured in a process of their own, so that RSS is theirs. */
export interface RegistryNumbers {
  readonly tenants: number
  /** Opening the tenants of the whole tree, none of them read: lazily. */
  readonly startMs: number
  /** One `get` of a tenant in memory, checks of its files once a second included. */
  readonly hitMicros: number
  /** Files found, read, parsed, merged, validated, frozen: one tenant after another. */
  readonly coldP50Ms: number
  readonly coldP99Ms: number
  /** The cold load beside parsing the same text with the YAML library alone. */
  readonly coldOverParse: number
  /** Every tenant touched once. */
  readonly touchAllMs: number
  readonly rssStartMiB: number
  readonly rssAfterMiB: number
  /** A cold load out of a warm Redis beside one from files; null: no redis-server here. */
  readonly redisOverFiles: number | null
}

export async function benchRegistry({
  tenants = 10_000,
}: {
  readonly tenants?: number
} = {}): Promise<RegistryNumbers> {
  const script = fileURLToPath(new URL('registry-process.ts', import.meta.url))
  const child = spawn(process.execPath, [script, String(tenants)], { stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(await text(child.stdout)) as RegistryNumbers
}
