import type { Context } from 'hono'
import { accountOf, domainOf, type TenantId } from '../domain/ids.ts'
import type { ConfigProblem } from '../domain/tenant-config.ts'
import type { ConfigDocuments, PushOutcome } from '../tenants/tenants.ts'
import { noteRefusal } from './caller.ts'

export interface PushTold {
  readonly tenant: TenantId
  readonly documents: ConfigDocuments
  readonly now: () => number
  /** What else the answer says. */
  readonly more?: Readonly<Record<string, unknown>>
  readonly warnings?: readonly string[]
}

/** What the pusher is told: the versions that are in force now, or every problem with its place. */
export async function pushAnswer(context: Context, outcome: PushOutcome, told: PushTold): Promise<Response> {
  if (outcome.kind === 'accepted') {
    const { version, isNew, warnings } = outcome
    const message = isNew ? `version ${version} is in force` : `version ${version} said the same already`
    const more = { ...told.more, version, warnings: [...warnings.map(line), ...(told.warnings ?? [])] }
    return context.json(await acceptedBody(message, { ...told, more }))
  }
  const { code, problems } = outcome
  const detail = problems.map(line).join('\n')
  noteRefusal(context, { code, problem: `problems: ${problems.length}` })
  return context.json({ success: false, detail, code, problems }, 422)
}

/** In the words that the Odoo modules read. */
export async function acceptedBody(message: string, { tenant, documents, now, more }: PushTold) {
  const newest = await documents.newest(tenant)
  const versionOf = (type: string) => newest.find((document) => document.type === type)?.version ?? 0
  return {
    ...{ success: true, message, tenant_id: accountOf(tenant), domain: domainOf(tenant), ...more },
    ...{ config_version: versionOf('config'), credentials_version: versionOf('credentials') },
    timestamp: new Date(now()).toISOString(),
  }
}

/** `body:12:5 integrations.mcp.config.url: …` */
export function line({ file, line, column, path, message }: ConfigProblem): string {
  const where = [file, line, column].filter((part) => part !== null).join(':')
  return path ? `${where} ${path}: ${message}` : `${where}: ${message}`
}
