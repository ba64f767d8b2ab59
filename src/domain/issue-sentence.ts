import type * as z from 'zod'

type Issue = z.core.$ZodIssue

/**
 * One complaint of a schema as a person reads it: `timeout: expected at least 1`, `token is missing`. Where a schema
 * has words of its own, those of a format say what is expected, and those of a check what is wrong.
 */
export function sentence(issue: Issue): string {
  const path = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys')
    return `${path ? `${path}: ` : ''}unknown: ${issue.keys.map((key) => `"${key}"`).join(', ')}`
  if (issue.code === 'custom' && isOwn(issue))
    return path === '' ? issue.message : `${path}${issue.message.startsWith('is ') ? '' : ':'} ${issue.message}`
  if (isMissing(issue)) return `${path || 'everything'} is missing, expected ${expectedBy(issue)}`
  return `${path ? `${path}: ` : ''}expected ${expectedBy(issue)}`
}

/** What would have been right, in words: `a text`, `at least 1`, `one of web, email`. */
export function expectedBy(issue: Issue): string {
  if (isOwn(issue)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'another form'
    case 'too_small':
      return bound(issue.origin, { least: Number(issue.minimum) })
    case 'too_big':
      return bound(issue.origin, { most: Number(issue.maximum) })
    case 'unrecognized_keys':
      return `no ${issue.keys.join(', ')}`
    case 'invalid_union':
      return [...new Set(issue.errors.flatMap(([first]) => (first ? [expectedBy(first)] : [])))].join(' or ')
    case 'invalid_key':
      return issue.issues[0] ? `as a key ${expectedBy(issue.issues[0])}` : 'another key'
    case 'invalid_element':
      return issue.issues[0] ? expectedBy(issue.issues[0]) : 'something else'
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    case 'custom':
      return 'something else'
  }
}

/** How the library begins its sentences; any other is a schema's own. */
const ZODS_OWN = /^(Invalid|Too (small|big)|Unrecognized)\b/

const isOwn = ({ message }: Issue): boolean => !ZODS_OWN.test(message)

const isMissing = (issue: Issue): boolean =>
  issue.code === 'invalid_type' && issue.message.endsWith('received undefined')

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'nothing',
}

/** Every address of ours is one that is asked over HTTP. */
const FORMATS: Readonly<Record<string, string>> = {
  url: 'an http:// or https:// address',
  email: 'an e-mail address',
  datetime: 'a date and time',
  date: 'a date',
}

function bound(origin: string, { least, most }: { least?: number; most?: number }): string {
  if (origin === 'string' && least === 1) return 'a text that is not empty'
  const count = least === undefined ? `at most ${most}` : `at least ${least}`
  if (origin === 'string') return `${count} characters`
  return origin === 'array' || origin === 'set' ? `${count} of them` : count
}
