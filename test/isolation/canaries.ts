import { createHash } from 'node:crypto'

/** A word of one tenant that occurs nowhere else in the world: `kan007x9f86d081`. */
export const canaryOf = (tenant: number): string => {
  const number = String(tenant).padStart(3, '0')
  return `kan${number}x${createHash('sha256').update(`canary ${number}`).digest('hex').slice(0, 8)}`
}

/** The tenants whose canaries stand in a text, whatever its letter case. */
export const ownersIn = (text: string): number[] => [
  ...new Set([...text.matchAll(/kan(\d{3})x[0-9a-f]{8}/gi)].map(([, number]) => Number(number))),
]

/** What is wrong when a text that may hold only `owner`'s canary holds others'. `owner` null: none may. */
export function strangers(where: string, text: string, owner: number | null): string[] {
  return ownersIn(text)
    .filter((found) => found !== owner)
    .map((found) => `${where}: the canary of tenant ${found}${owner === null ? '' : ` where ${owner} is`}`)
}
