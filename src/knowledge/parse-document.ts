import { createHash } from 'node:crypto'
import type { Passage } from '../domain/passage.ts'
import { chunk } from './chunk.ts'
import { dayEndMs, dayStartMs } from './day.ts'
import { type FrontMatter, splitFrontMatter } from './front-matter.ts'
import type { Problem } from './problem.ts'
import { type Section, sections } from './sections.ts'

/** Raise it whenever the same document may now give other passages: everything is then imported anew. */
export const PARSER_VERSION = 1

export interface Document {
  /** The path below the tenant's folder, with `/`. `*.faq.md` is read as questions and answers. */
  readonly source: string
  readonly text: string
  /** IANA name; where the days of `valid_from` and `valid_until` begin and end. */
  readonly timeZone: string
}

/**
 * The passages of a Markdown document and the problems of its parts. `isBroken`: nothing of it can be used.
 * Plain documents are cut by heading, then at sentence ends. In a FAQ each `## question` is one passage, however long its answer;
 * other wordings follow in the heading after ` | `, or below it as lines `- …?`.
 */
export function parseDocument(document: Document): { passages: Passage[]; problems: Problem[]; isBroken: boolean } {
  const split = splitFrontMatter(document.text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'))
  if ('message' in split) return { passages: [], problems: [split], isBroken: true }
  const isFaq = document.source.endsWith('.faq.md')
  const read = sections(split.body, split.bodyLine).map((section) =>
    isFaq && section.level === 2 ? answered(section) : { texts: chunk(section.text), section },
  )
  const problems = read.flatMap((each) => ('message' in each ? [each] : []))
  const fields = fieldsOf(document, split.front)
  const passages = read.flatMap((each) =>
    'message' in each ? [] : each.texts.map((text) => passage(fields, { ...each.section, text })),
  )
  const { once, repeated } = parted(passages)
  const twice = repeated.map(({ titles, question }) => ({
    line: split.bodyLine,
    message: `"${question ?? titles.at(-1) ?? ''}" is there twice with the same text`,
  }))
  const empty = passages.length + problems.length === 0 ? [{ line: 1, message: 'there is no text in it' }] : []
  return { passages: once, problems: [...problems, ...twice, ...empty], isBroken: false }
}

type Fields = Pick<Passage, 'collection' | 'source' | 'validFromMs' | 'validUntilMs'>

function fieldsOf({ source, timeZone }: Document, front: FrontMatter): Fields {
  return {
    collection: front.collection,
    source,
    validFromMs: front.valid_from === undefined ? null : dayStartMs(front.valid_from, timeZone),
    validUntilMs: front.valid_until === undefined ? null : dayEndMs(front.valid_until, timeZone),
  }
}

interface Answered {
  readonly section: Section & { readonly question?: string }
  readonly texts: readonly string[]
}

function answered(section: Section): Answered | Problem {
  const lines = section.text.trim().split('\n')
  const wordings = lines.findIndex((line) => !/^- .*\?\s*$/.test(line))
  const more = lines.slice(0, Math.max(0, wordings)).map((line) => line.slice(2).trim())
  const text = lines.slice(more.length).join('\n').trim()
  const question = [...section.heading.split('|').map((each) => each.trim()), ...more].filter(Boolean).join(' | ')
  if (!question) return { line: section.line, message: 'a heading "##" without a question' }
  if (!text || wordings < 0) return { line: section.line, message: `"${question}" has no answer below it` }
  return { section: { ...section, titles: section.titles.slice(0, -1), question }, texts: [text] }
}

function passage(fields: Fields, section: Answered['section']): Passage {
  const { titles, text } = section
  const question = section.question ?? null
  const said = JSON.stringify([fields.collection, titles, question, text])
  const hash = createHash('sha256').update(said).digest('hex').slice(0, 12)
  return { id: `${fields.source}#${hash}`, ...fields, titles, question, text }
}

function parted(passages: readonly Passage[]): { once: Passage[]; repeated: Passage[] } {
  const isFirst = (one: Passage, at: number) => passages.findIndex((other) => other.id === one.id) === at
  return { once: passages.filter(isFirst), repeated: passages.filter((one, at) => !isFirst(one, at)) }
}
