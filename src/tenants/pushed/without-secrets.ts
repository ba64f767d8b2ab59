import { isMap, isScalar, isSeq, parseDocument, stringify } from 'yaml'
import { Secret } from '../../base/secret.ts'
import { parseTree } from '../tree/parse-tree.ts'
import { type Plain, plain } from '../tree/sourced.ts'

export interface MovedSecret {
  /** Where it stood. */
  readonly path: string
  readonly ref: string
  readonly secret: Secret
}

/** A document that may be kept and shown. */
export interface Cleaned {
  readonly text: string
  /** A password that stood in it, now named by this ref. */
  readonly moved: readonly MovedSecret[]
  /** Other keys named like a secret, by their paths: gone, since nothing uses them. */
  readonly dropped: readonly string[]
}

/**
 * `text` without what is named like a secret: a shop's Odoo password becomes a ref (its own, else `newRef`), the rest
 * is left out. Comments, order and numbers such as 0042 stay. The text must be a mapping that `parseTree` reads.
 */
export function withoutSecrets(text: string, newRef: string): Cleaned {
  const found: Found = { moved: [], dropped: [] }
  // Every scalar as the text it is.
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'error' })
  cleanNode(document.contents, { path: '', found, newRef })
  if (found.moved.length + found.dropped.length === 0) return { text, ...found }
  const cleaned = document.toString({ lineWidth: 0 })
  return { text: isClean(cleaned) ? cleaned : stringify(cleanPlain(text)), ...found }
}

const SECRET_NAME = /pass|secret|token|credential|api_?key/i

/** A ref, or a limit on tokens, is none. */
export const isSecretName = (key: string): boolean =>
  SECRET_NAME.test(key) && !/(_refs?|_tokens)$/i.test(key) && !/^credentials_version$/i.test(key)

interface Found {
  readonly moved: MovedSecret[]
  readonly dropped: string[]
}

interface At {
  readonly path: string
  readonly found: Found
  readonly newRef: string
}

function cleanNode(node: unknown, { path, found, newRef }: At): void {
  if (isSeq(node))
    for (const [i, item] of node.items.entries()) cleanNode(item, { path: `${path}[${i}]`, found, newRef })
  if (!isMap(node)) return
  for (const pair of [...node.items]) {
    const key = isScalar(pair.key) ? String(pair.key.value) : ''
    const here = path ? `${path}.${key}` : key
    if (!isSecretName(key)) {
      cleanNode(pair.value, { path: here, found, newRef })
      continue
    }
    node.items.splice(node.items.indexOf(pair), 1)
    const refKey = REF_BESIDE.find(([pattern]) => pattern.test(here))?.[1]
    const value = isScalar(pair.value) ? String(pair.value.value ?? '') : ''
    if (!refKey || value === '' || value === 'false' || value === 'null') {
      found.dropped.push(here)
      continue
    }
    const known = node.get(refKey)
    const ref = typeof known === 'string' && known !== '' && known !== 'false' ? known : newRef
    node.set(refKey, ref)
    found.moved.push({ path: here, ref, secret: new Secret(value) })
  }
}

/** Where a password is the shop's Odoo's, and what its ref is called beside it. */
const REF_BESIDE = [
  [/^integrations\.mcp\.config\.password$/, 'credential_ref'],
  [/^modules\.mcp\.connection\.password$/, 'password_ref'],
] as const

/** By anchors a secret may stand where no walk over the pairs meets it. */
function isClean(text: string): boolean {
  const parsed = parseTree('', text)
  return parsed.kind === 'tree' && !hasSecret(plain(parsed.tree))
}

function hasSecret(value: Plain): boolean {
  if (Array.isArray(value)) return value.some(hasSecret)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, below]) => isSecretName(key) || hasSecret(below))
}

function cleanPlain(text: string): Plain {
  const parsed = parseTree('', text)
  return parsed.kind === 'tree' ? plain(parsed.tree, (key) => !isSecretName(key)) : {}
}
