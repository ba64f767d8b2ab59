import { createRequire } from 'node:module'
import type * as Phones from 'libphonenumber-js'

export const findEmail = (text: string): string | undefined =>
  text.match(/(?<![\w.+%-])[\w.+%-]{1,64}@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}/i)?.[0].toLowerCase()

/** The first telephone in the text, E.164; one without a country is Brazilian and needs its area code. */
export function findPhone(text: string): string | undefined {
  if ((text.match(/\d/g)?.length ?? 0) < 10) return undefined
  const found = phones().findPhoneNumbersInText(text, 'BR')
  return found.find(({ number }) => number.isValid())?.number.number
}

/** Loading takes 40 ms, and most servers start without a telephone number to read: first use pays. */
const phones = (): typeof Phones => (loaded ??= createRequire(import.meta.url)('libphonenumber-js'))
let loaded: typeof Phones | undefined
