import { createHash } from 'node:crypto'
import type { ConfigDocument } from '../../backends/store/store.ts'
import { domainOf, type TenantId } from '../../domain/ids.ts'
import type { LoadedConfig } from '../../domain/tenant-config.ts'
import type { ConfigVersion, FingerprintedSource, ReadConfig } from '../config-source.ts'
import { type Inspected, inspected } from '../inspected.ts'
import { type Layer, type Layout, layoutOf } from '../layout.ts'
import { readText } from '../tree/read-text.ts'
import type { DocumentVersions } from './document-versions.ts'

/** A document in the place of the one that is in force, to see whether it would load. */
export interface Candidate {
  /** `config` or `crews/<name>`. */
  readonly type: string
  /** Null: the files'. */
  readonly text: string | null
}

export interface PushedSourceOptions {
  /** The directory of the files. */
  readonly root: string
  readonly tree: FingerprintedSource
  readonly versions: DocumentVersions
}

/** What a text that was only sent is called in problems. */
export const CANDIDATE = 'body'

/**
 * The files, with what was pushed in the place of the account's own. For each document one side is authoritative: once
 * pushed, the store; after a rollback to version 0, the files again. `_base` and the domain's template stay the files'.
 */
export class PushedSource implements FingerprintedSource {
  readonly #root: string
  readonly #tree: FingerprintedSource
  readonly #versions: DocumentVersions

  constructor({ root, tree, versions }: PushedSourceOptions) {
    this.#root = root
    this.#tree = tree
    this.#versions = versions
  }

  async list(): Promise<readonly TenantId[]> {
    return [...new Set([...(await this.#tree.list()), ...(await this.#versions.tenants())])].sort()
  }

  async version(tenant: TenantId): Promise<ConfigVersion> {
    const [pushed, { stamp, changedAtMs }] = await Promise.all([this.#pushed(tenant), this.#tree.version(tenant)])
    // A push is whole when it is there: only files need time to settle.
    return { stamp: [...pushed.map(nameOf), stamp].join('|'), changedAtMs }
  }

  async fingerprint(tenant: TenantId): Promise<string> {
    const [pushed, files] = await Promise.all([this.#pushed(tenant), this.#tree.fingerprint(tenant)])
    if (pushed.length === 0) return files
    const texts = pushed.map(({ type, version, text }) => [type, version, text])
    return createHash('sha256')
      .update(JSON.stringify([files, texts]))
      .digest('hex')
  }

  async read(tenant: TenantId): Promise<ReadConfig> {
    const pushed = await this.#pushed(tenant)
    if (pushed.length === 0) return this.#tree.read(tenant)
    const texts: Texts = new Map(pushed.map((document) => [document.type, [nameOf(document), document.text]]))
    const read = await this.#readWith(tenant, texts)
    if (read.kind !== 'loaded' || !read.loaded.config.odoo || (await this.#isInFiles(tenant, read.loaded))) return read
    return { kind: 'loaded', loaded: { ...read.loaded, isOdooPushed: true } }
  }

  /** Whether the operator's files give this tenant the same address of an Odoo. */
  async #isInFiles(tenant: TenantId, { config }: LoadedConfig): Promise<boolean> {
    const files = await this.#tree.read(tenant)
    if (files.kind !== 'loaded' || files.loaded.config.tenant !== tenant) return false
    return files.loaded.config.odoo?.url === config.odoo?.url
  }

  /** What `read` answers, with what it is made of. */
  async inspect(tenant: TenantId): Promise<Inspected> {
    const pushed = await this.#pushed(tenant)
    return this.#inspectWith(tenant, new Map(pushed.map((each) => [each.type, [nameOf(each), each.text]])))
  }

  /** What `read` would answer with this document in force. */
  async check(tenant: TenantId, { type, text }: Candidate): Promise<ReadConfig> {
    const pushed = await this.#pushed(tenant)
    const others = pushed.filter((document) => document.type !== type)
    const texts: Texts = new Map(others.map((document) => [document.type, [nameOf(document), document.text]]))
    return this.#readWith(tenant, text === null ? texts : new Map([...texts, [type, [CANDIDATE, text]]]))
  }

  /** The newest of each document that is in force. */
  async #pushed(tenant: TenantId): Promise<(ConfigDocument & { readonly text: string })[]> {
    const newest = await this.#versions.newest(tenant)
    return newest.filter(
      (document): document is ConfigDocument & { readonly text: string } =>
        document.text !== null && (document.type === 'config' || crewOf(document.type) !== null),
    )
  }

  async #readWith(tenant: TenantId, texts: Texts): Promise<ReadConfig> {
    return (await this.#inspectWith(tenant, texts)).read
  }

  async #inspectWith(tenant: TenantId, texts: Texts): Promise<Inspected> {
    const layout = laidOver(tenant, await layoutOf(this.#root, tenant), texts)
    const byName = new Map(texts.values())
    return inspected(layout, async (file) => {
      const text = byName.get(file)
      return text === undefined ? readText(this.#root, file) : { kind: 'text', text }
    })
  }
}

/** By type: what the text is called in problems, and the text. */
type Texts = ReadonlyMap<string, readonly [name: string, text: string]>

const nameOf = ({ tenant, type, version }: ConfigDocument): string => `${tenant} ${type} (version ${version})`

function laidOver(asked: TenantId, files: Layout, texts: Texts): Layout {
  const config = texts.get('config')
  // A pushed tenant is itself: the domain `default` does not step in for it.
  const tenant = config ? asked : files.tenant
  const isOwn = tenant === files.tenant
  const kept = files.layers.filter(({ role }) => role === 'base' || isOwn)
  const layers = kept.map((layer): Layer => {
    const text = texts.get(typeOf(layer))
    return text ? { ...layer, file: text[0] } : layer
  })
  const shared: Layer = { file: `domains/${domainOf(tenant)}/config.yaml`, role: 'domain', crew: null }
  if (!isOwn) layers.push(shared)
  if (config && !isOwn) layers.push({ file: config[0], role: 'account', crew: null })
  for (const [type, [file]] of texts) {
    const crew = crewOf(type)
    if (crew !== null && !layers.some((layer) => layer.crew === crew)) layers.push({ file, role: 'crew', crew })
  }
  return { ...files, tenant, layers }
}

/** The document that a layer's file is; a layer of all tenants is none. */
const typeOf = ({ role, crew }: Layer): string => (role === 'account' ? 'config' : crew === null ? '' : `crews/${crew}`)

const crewOf = (type: string): string | null => (type.startsWith('crews/') ? type.slice('crews/'.length) : null)
