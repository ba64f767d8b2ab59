import { mkdir, rmdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { ConfigDocument } from '../../backends/store/store.ts'
import type { Clock } from '../../base/clock.ts'
import { Failure } from '../../base/failure.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { Credentials, SealedCredential } from '../credentials.ts'
import type { DocumentVersions } from './document-versions.ts'

export interface DocumentWriterOptions {
  /** The directory of the files. */
  readonly root: string
  readonly versions: Pick<DocumentVersions, 'addAll'>
  readonly credentials: Credentials
  readonly now: Clock
}

export interface Writing {
  readonly tenant: TenantId
  readonly who: string
  readonly note: string
  /** Null: secrets alone. */
  readonly document: Pick<ConfigDocument, 'type' | 'text' | 'diff'> | null
  readonly sealed: readonly SealedCredential[]
}

/** Writes a document's version and the secrets that came with it: both, or nothing at all. */
export class DocumentWriter {
  readonly #options: DocumentWriterOptions

  constructor(options: DocumentWriterOptions) {
    this.#options = options
  }

  /** @throws {Failure} CREDENTIAL_UNUSABLE, STORE_UNWRITABLE */
  async write(writing: Writing): Promise<void> {
    const { tenant, sealed } = writing
    const home = await this.#makeHome(tenant)
    try {
      if (sealed.length === 0) await this.#record(writing, [])
      else await this.#options.credentials.keep(tenant, sealed, (changes) => this.#record(writing, changes))
    } catch (error) {
      await home.unmake()
      throw error
    }
  }

  /** Of secrets the refs alone. */
  async #record(
    { tenant, who, note, document }: Writing,
    changes: readonly { readonly ref: string; readonly isNew: boolean }[],
  ): Promise<void> {
    const { versions, now } = this.#options
    const about = { tenant, who, note, atMs: now() }
    const diff = changes.map(({ ref, isNew }) => ({ path: ref, before: isNew ? null : SECRET, after: SECRET }))
    const text = JSON.stringify({ refs: changes.map(({ ref }) => ref) })
    const documents = [
      ...(document ? [{ ...about, ...document }] : []),
      ...(changes.length > 0 ? [{ ...about, type: 'credentials', text, diff }] : []),
    ]
    if (documents.length > 0) await versions.addAll(documents)
  }

  /** Its secrets lie there, and with it there the domain `default` does not step in for it. */
  async #makeHome(tenant: TenantId): Promise<{ unmake(): Promise<void> }> {
    const home = resolve(this.#options.root, 'domains', tenant)
    try {
      const first = await mkdir(home, { recursive: true, mode: 0o700 })
      return { unmake: () => removeEmpty(home, first) }
    } catch (cause) {
      const problem = `CONFIG_DIR: ${(cause as NodeJS.ErrnoException).code ?? 'cannot be written'}`
      throw new Failure('STORE_UNWRITABLE', { problem }, { cause })
    }
  }
}

const SECRET = '[secret]'

/** The directories from `last` up to `first`, which were made anew; one in which something lies by now stays. */
async function removeEmpty(last: string, first: string | undefined): Promise<void> {
  if (first === undefined) return
  try {
    for (let path = last; path.length >= resolve(first).length; path = dirname(path)) await rmdir(path)
  } catch {
    // Somebody uses it.
  }
}
