import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { TenantStore } from '../../src/backends/store/tenant-store.ts'
import { importMutated, type Mutant, madeOf, mutantsOf, statementsOfNobody } from './mutants.ts'
import { NOTHING_OF_A_TENANT, PROBES, STATEMENTS_OF_NOBODY, sceneOf } from './tenant-store-probes.ts'

const FOLDER = resolve('src/backends/store')
/** What the methods of `TenantStore` are made of. */
const FILES = madeOf(FOLDER, 'tenant-store.ts')

const methods = Object.getOwnPropertyNames(TenantStore.prototype).filter((name) => name !== 'constructor')

/** The probes that a store, perhaps a mutated one, does not stand. */
async function fallenProbes(mutant: Mutant | null): Promise<Map<string, unknown>> {
  const { Store } = await importMutated<typeof import('../../src/backends/store/store.ts')>(
    join(FOLDER, 'store.ts'),
    mutant,
  )
  const dir = mkdtempSync(join(tmpdir(), 'isolation-'))
  const store = await Store.open({ dir, owner: 'me', now: () => 1_795_417_544_000, survives: 'process' })
  const fallen = new Map<string, unknown>()
  try {
    for (const [name, probe] of Object.entries(PROBES)) {
      const scene = await sceneOf(store, dir)
      await probe(scene).catch((error: unknown) => fallen.set(name, error))
    }
  } finally {
    await store.close()
    rmSync(dir, { recursive: true })
  }
  return fallen
}

test('every method of a tenant’s store is probed with another tenant’s rows, or has a reason not to be', () => {
  assert.deepEqual([...Object.keys(PROBES), ...Object.keys(NOTHING_OF_A_TENANT)].sort(), [...methods].sort())
})

test('every statement behind them names a tenant, or has a reason not to', () => {
  assert.deepEqual(statementsOfNobody(FOLDER, FILES).sort(), Object.keys(STATEMENTS_OF_NOBODY).sort())
})

test('a tenant’s store sees and changes nothing of another tenant’s', async () => {
  const fallen = await fallenProbes(null)
  assert.deepEqual([...fallen], [])
})

// requirement: apart.store
test('wherever the tenant is taken out of a statement, a probe notices; and every method has such a place', async () => {
  const mutants = mutantsOf(FOLDER, FILES)
  assert.ok(mutants.length >= 15, `${mutants.length} places were found`)
  const noticed = new Set<string>()
  const unnoticed: string[] = []
  for (const mutant of mutants) {
    const fallen = await fallenProbes(mutant)
    if (fallen.size === 0) unnoticed.push(mutant.name)
    for (const name of fallen.keys()) noticed.add(name)
  }
  assert.deepEqual(unnoticed, [])
  assert.deepEqual(
    Object.keys(PROBES).filter((name) => !noticed.has(name)),
    [],
    'a method whose tenant nobody can take out does not name it',
  )
})
