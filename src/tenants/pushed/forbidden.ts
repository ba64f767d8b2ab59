import { hostOf, isPrivateHost } from '../../base/private-host.ts'
import type { ConfigProblem } from '../../domain/tenant-config.ts'
import { placed } from '../tree/notes.ts'
import type { Sourced, SourcedMap, SourcedScalar } from '../tree/sourced.ts'

/** Whether the operator listed this host (`ALLOWED_HOSTS`). */
export type IsAllowedHost = (url: URL) => boolean

/**
 * What nobody may say from outside, each with its place: commands to run, files of this machine, hosts of the
 * operator's own network. Told by the keys, whatever else the document is; values are never run or opened to find out.
 */
export function forbiddenIn(tree: SourcedMap, isAllowed: IsAllowedHost): ConfigProblem[] {
  const found: ConfigProblem[] = []
  walk(tree, (key, node) => {
    const why = reason(key, node, isAllowed)
    if (why) found.push(placed(node.at, why))
  })
  return found
}

function walk(node: Sourced, see: (key: string, node: SourcedScalar) => void, key = ''): void {
  if (node.kind === 'scalar') see(key, node)
  else if (node.kind === 'list') for (const item of node.items) walk(item, see, key)
  else for (const [name, value] of node.entries) walk(value, see, name)
}

const COMMANDS = /^(command|cmd|exec|executable|entrypoint|shell|stdio)$/i
/** Harmless words elsewhere. */
const COMMANDS_IN_MCP = /^(args|argv|env|cwd)$/i
const FILES = /^(file|filename|path|dir|directory|folder|socket|unix_socket)$/i
const ADDRESSES = /(^|_)(url|uri|endpoint|host|server)$/i
/** Told to customers and never called; or the server's own business, which is not read here. */
const NOT_CALLED = /(^|\.)(online_channels|integrations\.redis|company_info)\b/
const IN_MCP = /(^|\.)mcp(_servers)?\b/

function reason(key: string, { value, at }: SourcedScalar, isAllowed: IsAllowedHost): string | null {
  if (value === null || value === false || value === '') return null
  if (COMMANDS.test(key) || (COMMANDS_IN_MCP.test(key) && IN_MCP.test(at.path))) return 'names a command'
  if (FILES.test(key)) return 'names a file'
  if (typeof value !== 'string') return null
  const text = value.trim()
  if (/^(type|transport)$/i.test(key) && text.toLowerCase() === 'stdio') return 'names a command (stdio)'
  if (/^(file|unix|http\+unix|npipe):/i.test(text)) return 'names a file'
  return ADDRESSES.test(key) && !NOT_CALLED.test(at.path) ? badAddress(text, isAllowed) : null
}

function badAddress(text: string, isAllowed: IsAllowedHost): string | null {
  const url = hostOf(text)
  if (!url) return null
  if (url.username || url.password) return 'carries a password in its address; push it as a credential'
  if (!isPrivateHost(url.hostname) || isAllowed(url)) return null
  return `names a host of a private network (${url.host}), which the operator has not listed in ALLOWED_HOSTS`
}
