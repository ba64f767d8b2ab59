import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cache } from '../../src/backends/cache/cache.ts'
import { Store } from '../../src/backends/store/store.ts'
import { pause } from '../../src/base/deadline.ts'
import { tenantOf } from '../../src/domain/ids.ts'
import { openTenants } from '../../src/tenants/open-tenants.ts'
import { TemporaryTree } from '../../src/tenants/temporary-tree.ts'
import type { Tenants } from '../../src/tenants/tenants.ts'

export const SHOP = tenantOf('retail', 'account_1')

export interface TwoServers extends AsyncDisposable {
  readonly one: Tenants
  readonly other: Tenants
  /** Time passes for both, in ms; it does not by itself. */
  pass(ms: number): void
}

/** The tenants of two servers over one store and one directory; each has what `cacheOf` gives it. */
export async function openTwoServers(cacheOf: () => Cache | undefined = () => undefined): Promise<TwoServers> {
  await using opened = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'two-servers-'))
  opened.defer(() => rm(dir, { recursive: true, force: true }))
  const tree = opened.use(await TemporaryTree.of({ 'domains/retail/account_1/config.yaml': 'name: Arquivo\n' }))
  // Past the time in which a file may still be half written.
  let nowMs = Date.now() + 10_000
  const now = () => nowMs
  const pass = (ms: number): void => {
    nowMs += ms
  }
  const store = await Store.open({ dir, owner: 'embedded', now })
  opened.defer(() => store.close())
  const open = async () => {
    const cache = cacheOf()
    const given = { configDir: tree.root, versions: store.office.configVersions, now, credentialKey: null }
    return opened.use(await openTenants({ ...given, ...(cache ? { cache } : {}) }))
  }
  const [one, other] = [await open(), await open()]
  const all = opened.move()
  return { one, other, pass, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

export const push = ({ documents }: Tenants, name: string) =>
  documents.push({ tenant: SHOP, type: 'config', text: `name: ${name}\n`, who: 'x', note: '' })

export const backTo = ({ documents }: Tenants, version: number) =>
  documents.rollback({ tenant: SHOP, type: 'config', version, who: 'x' })

export const nameOn = async (tenants: Tenants): Promise<string> => (await tenants.config(SHOP)).config.name

/** Resolves once it is so; fails after `ms`. */
export async function within(ms: number, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const giveUpAtMs = performance.now() + ms
  while (!(await isSo())) {
    if (performance.now() > giveUpAtMs) throw new Error(`not so after ${ms} ms`)
    await pause(15)
  }
}
