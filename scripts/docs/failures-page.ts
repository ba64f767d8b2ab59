import { readFileSync } from 'node:fs'
import { FAILURES, type FailureCode } from '../../src/base/failure.ts'
import { page, table } from './markdown.ts'

const SOURCE = 'src/base/failure.ts'

/** Every failure code: when it happens, the HTTP answer, whether the same work is tried again, its sentence. */
export function failuresPage(): string {
  const meanings = readMeanings()
  const rows = Object.entries(FAILURES).map(([code, { http, retry, say }]) => [
    `\`${code}\``,
    meanings.get(code) ?? '',
    String(http),
    retry ? 'yes' : 'no',
    `“${(say as (details: unknown) => string)(placeholders)}”`,
  ])
  return page('Failures', SOURCE, [
    'Everything that we foresaw can go wrong has a code. An HTTP caller gets `{ "error": { "code", "message" } }` with the status below; the log has the same code. Anything else that goes wrong is a bug: `BUG` for the caller, its stack in the log. *Again* tells whether the same work may succeed later, unchanged: the hub then tries again before it hands the customer to a human.',
    table(['Code', 'When', 'HTTP', 'Again', 'Sentence'], rows),
  ])
}

/** The comment above each code; there is no other place that says when it happens. */
function readMeanings(): ReadonlyMap<string, string> {
  const code = readFileSync(SOURCE, 'utf8')
  return new Map(
    [...code.matchAll(/\/\*\* ([^*]+?) \*\/\n {2}([A-Z_]+): \{/g)].map(([, says = '', name = '']) => [name, says]),
  )
}

/** Codes without a comment; the docs test fails on any. */
export const undocumented = (): readonly FailureCode[] => {
  const meanings = readMeanings()
  return (Object.keys(FAILURES) as FailureCode[]).filter((code) => !meanings.has(code))
}

const placeholders = new Proxy({}, { get: (_, name) => `<${String(name)}>` })
