import type { TenantId } from '../domain/ids.ts'
import type { ReadConfig } from './config-source.ts'
import { type Draft, draftOf, type ReadLayer } from './draft.ts'
import { finish } from './finish.ts'
import type { Layout } from './layout.ts'
import { Notes } from './tree/notes.ts'

/** A configuration as it was read, and what it was made of. */
export interface Inspected {
  readonly read: ReadConfig
  /** Every value that a layer gives, with its place; null: the layers cannot be read as far as that. */
  readonly draft: Draft | null
  /** Whose files these are: another tenant than asked for where the domain `default` steps in. */
  readonly tenant: TenantId
}

/** Reads the layers into a configuration. @param from the directory that holds them, or how they are read */
export async function inspected(layout: Layout, from: string | ReadLayer): Promise<Inspected> {
  const notes = new Notes()
  const draft = (await draftOf(from, layout, notes)) ?? null
  const loaded = draft && finish(draft.tree, { ...layout, notes, extra: draft.extra })
  const read: ReadConfig = loaded ? { kind: 'loaded', loaded } : { kind: 'invalid', problems: notes.errors }
  return { read, draft, tenant: layout.tenant }
}
