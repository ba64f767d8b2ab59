import { claimsIn } from './claims/claims.ts'
import { type ProofSources, proofOf } from './claims/proof.ts'

/**
 * What a reply says that nothing of this turn proves: prices, stock, dates, times, numbers, codes, links, phones and
 * e-mails, as they are written there. Empty: it may be sent. Claims without any of these (a colour, a promise) are
 * not seen.
 */
export function unprovenClaims(reply: string, sources: ProofSources): readonly string[] {
  const claims = claimsIn(reply)
  if (claims.length === 0) return []
  const proof = proofOf(sources)
  return [...new Set(claims.filter((claim) => !proof.has(claim)).map(({ written }) => written))]
}
