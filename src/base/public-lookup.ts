import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPrivateHost } from './private-host.ts'

/** How names become addresses, as sockets ask for it. */
export type { LookupFunction }

/**
 * A lookup for sockets that finds public addresses only. Asked at each connection, so that a name that was public when
 * it was written down leads nowhere else later (DNS rebinding). Addresses written as such are never looked up: ask
 * `isPrivateHost` of them. `onTold`: after each answer, whether it was refused.
 */
export function publicLookup(
  resolve: LookupFunction = systemLookup as LookupFunction,
  onTold: (isRefused: boolean) => void = () => {},
): LookupFunction {
  return (host, options, done) =>
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, [])
      const open = addressesOf(found).filter(({ address }) => !isPrivateHost(address))
      const [first] = open
      onTold(first === undefined)
      if (!first) return done(Object.assign(new Error(privateSentence(host)), { code: 'EPRIVATE' }), [])
      if (options.all) return done(null, open)
      done(null, first.address, first.family)
    })
}

/** Why an address is not called, to the operator. */
export const privateSentence = (host: string): string =>
  `${host} leads to a private network, which the operator has not listed in ALLOWED_HOSTS`

const addressesOf = (found: string | readonly LookupAddress[]): readonly LookupAddress[] =>
  typeof found === 'string' ? [{ address: found, family: found.includes(':') ? 6 : 4 }] : found
