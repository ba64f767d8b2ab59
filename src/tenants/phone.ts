/** A phone number to what it is compared by; null: it is no number. */
export type PhoneKey = (phone: string) => string | null

/**
 * E.164, Brazilian mobiles without their ninth digit: WhatsApp knows the same phone as `+55 11 9XXXX-XXXX` and as
 * `+55 11 XXXX-XXXX`. Numbers without a country are Brazilian. Its tables are loaded on first use.
 */
export async function openPhoneKey(): Promise<PhoneKey> {
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/min')
  return (phone) => {
    const digits = phone.replace(/\D/g, '')
    const isInternational = phone.trim().startsWith('+') || digits.length >= 12
    const parsed = isInternational ? parsePhoneNumberFromString(`+${digits}`) : parsePhoneNumberFromString(digits, 'BR')
    return parsed ? parsed.number.replace(/^(\+55\d\d)9(\d{8})$/, '$1$2') : null
  }
}
