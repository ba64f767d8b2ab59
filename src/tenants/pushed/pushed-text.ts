import { isCollection, isScalar, parseDocument, visit } from 'yaml'
import { difference } from './difference.ts'

/** A text as it was sent; JSON in one line is laid out anew, so that a problem's line says something. */
export function withLines(text: string): string {
  const bare = text.replace(/^\uFEFF/, '')
  if (!isFlow(bare) || bare.trim().includes('\n')) return bare
  try {
    return JSON.stringify(JSON.parse(bare), null, 2)
  } catch {
    return bare
  }
}

/**
 * A text as it is kept and shown: JSON becomes YAML in lines, values as they were, quoted where an older reader would
 * take `18:00` for a number. Anything else, and what would say something else then, stays as it is. The text must be a
 * mapping that `parseTree` reads.
 */
export function inLines(text: string): string {
  const bare = text.replace(/^\uFEFF/, '')
  if (!isFlow(bare)) return bare
  const document = parseDocument(bare, {
    ...{ uniqueKeys: false, logLevel: 'error', intAsBigInt: true },
    compat: 'yaml-1.1', // PyYAML reads it back
  })
  if (document.errors.length > 0) return bare
  visit(document, (_, node) => {
    if (isCollection(node)) node.flow = false
    else if (isScalar(node) && typeof node.value === 'string') node.type = 'PLAIN'
  })
  const laid = document.toString({ lineWidth: 0 })
  return difference(bare, laid).length === 0 ? laid : bare
}

const isFlow = (text: string): boolean => text.trimStart().startsWith('{')
