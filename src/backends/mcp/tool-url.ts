import { Failure } from '../../base/failure.ts'
import { isPrivateHost } from '../../base/private-host.ts'
import { privateSentence } from '../../base/public-lookup.ts'

/**
 * The address of a tenant's tool server, as its configuration names it. The one place that decides where a
 * configuration may send us; where a name leads is decided when it is called (`publicLookup`).
 * @param isPublicOnly told by the name alone, without asking any name server
 * @throws {Failure} BAD_REQUEST, TOOL_FAILED it is private
 */
export function toolUrl(written: string, { isPublicOnly = false }: { isPublicOnly?: boolean } = {}): string {
  const url = URL.parse(written)
  if (!url || !/^https?:$/.test(url.protocol)) throw refused('it is no http(s) address')
  if (url.username || url.password) throw refused('it carries a password; use a credential reference')
  if (isPublicOnly && isPrivateHost(url.hostname))
    throw new Failure('TOOL_FAILED', { tool: 'odoo', problem: privateSentence(url.hostname) })
  return url.href
}

const refused = (why: string) => new Failure('BAD_REQUEST', { problem: `the tool server's url: ${why}` })
