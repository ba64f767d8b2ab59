import type { Context } from 'hono'
import type { ConfigProblem } from '../domain/tenant-config.ts'
import type { PushOutcome } from '../tenants/tenants.ts'

/** What the pusher is told: the version, or every problem with its place. */
export function pushAnswer(context: Context, outcome: PushOutcome, named: Record<string, unknown>): Response {
  if (outcome.kind === 'accepted') {
    const { version, isNew, warnings, dropped } = outcome
    const notKept = dropped.map((path) => `${path}: named like a secret and not used, not kept`)
    const message = isNew ? `version ${version} is in force` : `version ${version} said the same already`
    return context.json({
      ...{ success: true, message, ...named, version },
      warnings: [...warnings.map(line), ...notKept],
    })
  }
  const { code, problems } = outcome
  return context.json({ success: false, detail: problems.map(line).join('\n'), code, problems }, 422)
}

/** `body:12:5 integrations.mcp.config.url: …` */
export function line({ file, line, column, path, message }: ConfigProblem): string {
  const where = [file, line, column].filter((part) => part !== null).join(':')
  return path ? `${where} ${path}: ${message}` : `${where}: ${message}`
}
