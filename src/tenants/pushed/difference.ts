import type { Difference } from '../../backends/store/store.ts'
import { parseTree } from '../tree/parse-tree.ts'
import type { Sourced } from '../tree/sourced.ts'

const MAX_LINES = 500
const MAX_SHOWN = 200

/** What `after` says differently than `before`, value by value. A text that cannot be read says nothing. */
export function difference(before: string | null, after: string | null): Difference[] {
  const [old, now] = [valuesIn(before), valuesIn(after)]
  const paths = [...new Set([...old.keys(), ...now.keys()])]
  return paths
    .filter((path) => old.get(path) !== now.get(path))
    .slice(0, MAX_LINES)
    .map((path) => ({ path, before: cut(old.get(path)), after: cut(now.get(path)) }))
}

function valuesIn(text: string | null): Map<string, string> {
  const found = new Map<string, string>()
  const parsed = text === null ? null : parseTree('', text)
  if (parsed?.kind === 'tree') collect(parsed.tree, '', found)
  return found
}

function collect(node: Sourced, path: string, found: Map<string, string>): void {
  if (node.kind === 'scalar') found.set(path, typeof node.value === 'string' ? node.value : node.text)
  else if (node.kind === 'list') for (const [i, item] of node.items.entries()) collect(item, `${path}[${i}]`, found)
  else for (const [key, value] of node.entries) collect(value, path ? `${path}.${key}` : key, found)
}

const cut = (value: string | undefined): string | null =>
  value === undefined ? null : value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value
