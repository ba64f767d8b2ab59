import { Failure } from '../../base/failure.ts'

/**
 * The address of a tenant's tool server, as its configuration names it. The one place that decides where a
 * configuration may send us.
 * @throws {Failure} BAD_REQUEST
 */
export function toolUrl(written: string): string {
  const url = URL.parse(written)
  if (!url || !/^https?:$/.test(url.protocol)) throw refused('it is no http(s) address')
  if (url.username || url.password) throw refused('it carries a password; use a credential reference')
  return url.href
}

const refused = (why: string) => new Failure('BAD_REQUEST', { problem: `the tool server's url: ${why}` })
