import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { TenantId } from '../domain/ids.ts'
import type { ConfigProblem, LoadedConfig } from '../domain/tenant-config.ts'
import { explained } from './explained.ts'
import type { Inspected } from './inspected.ts'
import { reportTree, type TreeReport, type TreeReportParts } from './tree-report.ts'
import type { ExplainedValue } from './value-places.ts'

/** One tenant in a line. */
export interface TenantLine {
  readonly tenant: TenantId
  /** Null, as the version: no version of it ever loaded. */
  readonly name: string | null
  readonly version: string | null
  /** `files`, or `version 3` of what was pushed. */
  readonly from: string
  readonly errors: number
  readonly warnings: number
}

export interface ExplainedTenant {
  readonly tenant: TenantId
  /** Another than `tenant` where the domain `default` steps in. */
  readonly servedBy: TenantId
  /** Of the newest that stands there; null: it does not load. */
  readonly version: string | null
  /** Null: nothing of it was ever in force. */
  readonly inForce: string | null
  readonly values: readonly ExplainedValue[]
  readonly problems: readonly ConfigProblem[]
  readonly warnings: readonly ConfigProblem[]
}

export interface TenantReportsParts extends TreeReportParts {
  /** What is in force, the last that loaded; absent: nothing runs. @throws {Failure} CONFIG_INVALID */
  readonly serving?: (tenant: TenantId) => Promise<LoadedConfig>
  /** The version of what was pushed in the place of the tenant's file; null: its file is read. */
  readonly pushedVersion?: (tenant: TenantId) => Promise<number | null>
}

/** Tenants' configurations as a person asks about them: which there are, where each value is from, what is wrong. */
export class TenantReports {
  readonly #parts: TenantReportsParts

  constructor(parts: TenantReportsParts) {
    this.#parts = parts
  }

  /** The directory of the files, by its own name: the same for whoever reads it by another. */
  root(): Promise<string> {
    return realpath(this.#parts.root).catch(() => resolve(this.#parts.root))
  }

  async list(): Promise<readonly TenantLine[]> {
    const { source } = this.#parts
    const lines: TenantLine[] = []
    for (const tenant of await source.list()) lines.push(await this.#line(tenant))
    return lines
  }

  async explain(tenant: TenantId): Promise<ExplainedTenant> {
    const found = await this.#parts.source.inspect(tenant)
    const { read } = found
    const version = read.kind === 'loaded' ? read.loaded.hash : null
    return {
      ...{ tenant, servedBy: found.tenant, version },
      inForce: (await this.#inForce(tenant, found))?.hash ?? null,
      values: explained(found),
      problems: read.kind === 'invalid' ? read.problems : [],
      warnings: read.kind === 'loaded' ? read.loaded.warnings : [],
    }
  }

  /** Every problem of everything that can be read. @param only a tenant, or a domain's name */
  validate(only?: string): Promise<TreeReport> {
    return reportTree(this.#parts, only)
  }

  async #line(tenant: TenantId): Promise<TenantLine> {
    const found = await this.#parts.source.inspect(tenant)
    const { read } = found
    const known = await this.#inForce(tenant, found)
    const pushed = (await this.#parts.pushedVersion?.(tenant)) ?? null
    return {
      ...{ tenant, name: known?.config.name ?? null, version: known?.hash ?? null },
      from: pushed === null ? 'files' : `version ${pushed}`,
      errors: read.kind === 'invalid' ? read.problems.length : 0,
      warnings: read.kind === 'loaded' ? read.loaded.warnings.length : 0,
    }
  }

  async #inForce(tenant: TenantId, { read }: Inspected): Promise<LoadedConfig | null> {
    if (read.kind === 'loaded') return read.loaded
    return (await this.#parts.serving?.(tenant).catch(() => null)) ?? null
  }
}
