import { LineCounter, parseDocument } from 'yaml'
import * as z from 'zod'
import { Collection } from '../domain/passage.ts'
import type { Problem } from './problem.ts'

/** A day ("2026-11-30") or a moment with its offset ("2026-11-30T18:00:00-03:00"). */
const Moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'expected a day like 2026-11-30, or a moment like 2026-11-30T18:00:00-03:00',
})

/** What the lines between `---` at a document's top may say. */
export const FrontMatter = z.strictObject({
  collection: Collection.default('support_documents'),
  /** The first moment of validity; a day begins at its first. */
  valid_from: Moment.optional(),
  /** The last moment of validity; a day is valid to its end. */
  valid_until: Moment.optional(),
  language: z.enum(['pt-BR', 'es', 'en']).default('pt-BR'),
})
export type FrontMatter = z.infer<typeof FrontMatter>

export interface Split {
  readonly front: FrontMatter
  readonly body: string
  /** The file's line on which `body` begins. */
  readonly bodyLine: number
}

/** The front matter of a document and what follows it; without one, the defaults. */
export function splitFrontMatter(text: string): Split | Problem {
  const lines = text.split('\n')
  if (lines[0]?.trim() !== '---') return { front: FrontMatter.parse({}), body: text, bodyLine: 1 }
  const end = lines.findIndex((line, at) => at > 0 && line.trim() === '---')
  if (end < 0) return { line: 1, message: 'the front matter is not closed: a line "---" is missing' }
  const front = readYaml(lines.slice(1, end).join('\n'))
  if ('message' in front) return front
  return { front, body: lines.slice(end + 1).join('\n'), bodyLine: end + 2 }
}

function readYaml(yaml: string): FrontMatter | Problem {
  const counter = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: counter, prettyErrors: false })
  const [error] = document.errors
  if (error) return { line: counter.linePos(error.pos[0]).line + 1, message: `front matter: ${error.message}` }
  const parsed = FrontMatter.safeParse(document.toJS({ maxAliasCount: 10 }) ?? {})
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const key = String(issue?.path[0] ?? (issue?.code === 'unrecognized_keys' ? issue.keys[0] : ''))
  const line = yaml.split('\n').findIndex((each) => each.startsWith(`${key}:`))
  return { line: line + 2, message: `front matter: ${key ? `${key}: ` : ''}${issue?.message ?? 'cannot be read'}` }
}
