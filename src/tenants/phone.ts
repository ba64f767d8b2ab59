/** A phone number to what it is compared by; null: it is no number, or it is not said of which country. */
export type PhoneKey = (phone: string) => string | null

/** What `PhoneKey` needs, for whoever wrote a number that has no key. */
export const PHONE_EXPECTED = 'a phone number with + and its country, such as +55 11 95555-0100'

/**
 * E.164, Brazilian mobiles without their ninth digit: WhatsApp knows the same phone as `+55 11 9XXXX-XXXX` and as
 * `+55 11 XXXX-XXXX`. Writers leave out the `+`, and some the country too: ten or eleven digits that are a number with
 * a Brazilian area are one, other digits begin with their country. Its tables are loaded on first use.
 */
export async function openPhoneKey(): Promise<PhoneKey> {
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/min')
  return (phone) => {
    const parsed = parsePhoneNumberFromString(`+${withCountry(phone)}`)
    return parsed?.isPossible() ? parsed.number.replace(/^(\+55\d\d)9(\d{8})$/, '$1$2') : null
  }
}

/** An area of Brazil's, then a mobile with its ninth digit, or a number of eight digits. */
const BRAZILIAN = /^(1[1-9]|2[12478]|3[1-578]|4[1-9]|5[1345]|6[1-9]|7[134579]|8[1-9]|9[1-9])(9\d{8}|[2-9]\d{7})$/
/** Shorter ones are numbers of a town or a country, which is not said. */
const LEAST_WITH_COUNTRY = 10

/** The digits from the country on; empty: it is not said. */
function withCountry(phone: string): string {
  const all = phone.replace(/\D/g, '')
  if (phone.trim().startsWith('+')) return all
  if (all.startsWith('00')) return all.slice(2)
  const digits = all.replace(/^0/, '')
  if (BRAZILIAN.test(digits)) return `55${digits}`
  return digits.length < LEAST_WITH_COUNTRY ? '' : digits
}
