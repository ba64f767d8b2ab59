import { accountOf, type TenantId } from '../../domain/ids.ts'
import type { ConfigProblem } from '../../domain/tenant-config.ts'
import { layoutOf } from '../layout.ts'
import { parseTree } from '../tree/parse-tree.ts'
import { type ReadText, readText } from '../tree/read-text.ts'
import { type Plain, plain } from '../tree/sourced.ts'
import type { DocumentVersions } from './document-versions.ts'
import { maskedText } from './masked-text.ts'
import { withoutSecrets } from './without-secrets.ts'

/** A document as it stands. */
export interface CurrentDocument {
  readonly from: 'store' | 'files'
  /** 0: of the files. */
  readonly version: number
  /** Without secrets, also of a file that has some. */
  readonly text: string
  /** Empty where the text cannot be read. */
  readonly plain: Plain
  /** Why its text cannot be read. That it can is not to say that it loads. */
  readonly faults: readonly ConfigProblem[]
}

/** Tenants' documents as they stand now, pushed or in their files. */
export class CurrentDocuments {
  readonly #root: string
  readonly #versions: Pick<DocumentVersions, 'newest'>

  constructor(root: string, versions: Pick<DocumentVersions, 'newest'>) {
    this.#root = root
    this.#versions = versions
  }

  /** Null: there is no such document. */
  async find(tenant: TenantId, type: string): Promise<CurrentDocument | null> {
    return (await this.#pushed(tenant, type)) ?? this.inFiles(tenant, type)
  }

  /** What its file says, whatever was pushed. */
  async inFiles(tenant: TenantId, type: string): Promise<CurrentDocument | null> {
    const found = await this.#read(tenant, type)
    return found && documentIn(found, refFor(tenant))
  }

  /** As `find`, with the secrets that stand in the file: only to be pushed itself. */
  async toEdit(tenant: TenantId, type: string): Promise<Pick<CurrentDocument, 'text' | 'faults'> | null> {
    const pushed = await this.#pushed(tenant, type)
    const found = pushed ? null : await this.#read(tenant, type)
    const shown = pushed ?? (found && documentIn(found, refFor(tenant)))
    if (!shown || shown.faults.length > 0 || found?.read.kind !== 'text') return shown
    return { text: found.read.text, faults: [] }
  }

  async #pushed(tenant: TenantId, type: string): Promise<CurrentDocument | null> {
    const newest = (await this.#versions.newest(tenant)).find((document) => document.type === type)
    if (newest?.text == null) return null
    const { text, version } = newest
    const parsed = parseTree('', text)
    const tree = parsed.kind === 'tree' ? plain(parsed.tree) : {}
    return { from: 'store', version, text, plain: tree, faults: parsed.kind === 'tree' ? [] : parsed.problems }
  }

  async #read(tenant: TenantId, type: string): Promise<ReadFile | null> {
    const layout = await layoutOf(this.#root, tenant)
    const layer = layout.layers.find(({ role, crew }) =>
      type === 'config' ? role === 'account' : role === 'crew' && type === `crews/${crew}`,
    )
    if (!layer || layout.tenant !== tenant) return null
    return { file: layer.file, read: await readText(this.#root, layer.file) }
  }
}

/** What a tenant's Odoo password is called that came without a name. */
export const refFor = (tenant: TenantId): string => `${accountOf(tenant)}-odoo`

interface ReadFile {
  readonly file: string
  readonly read: ReadText
}

function documentIn({ file, read }: ReadFile, newRef: string): CurrentDocument | null {
  if (read.kind === 'absent') return null
  const document = { from: 'files', version: 0 } as const
  const broken = (text: string, faults: readonly ConfigProblem[]): CurrentDocument => ({
    ...{ ...document, text: maskedText(text), plain: {}, faults },
  })
  if (read.kind === 'unreadable') return broken(read.lossyText ?? '', [read.problem])
  const parsed = parseTree(file, read.text)
  if (parsed.kind === 'unparsed') return broken(read.text, parsed.problems)
  const { text } = withoutSecrets(read.text, newRef)
  const cleaned = parseTree(file, text)
  return { ...document, text, plain: cleaned.kind === 'tree' ? plain(cleaned.tree) : {}, faults: [] }
}
