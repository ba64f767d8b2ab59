/** What Odoo calls its untranslated terms, installed or not. */
const BASE = 'en_US'

/**
 * Odoo's code for a customer's language, among the installed ones: exactly it, else another of the same language,
 * else the shop's own, else the base. Odoo 18 on refuses a call in a language that is not installed.
 */
export function odooLanguage(wanted: string | undefined, installed: readonly string[], shop: string): string {
  if (wanted === 'base') return BASE
  const code = (wanted ?? shop).replace('-', '_')
  const ours = [code, shop.replace('-', '_')]
  for (const each of ours) {
    const found = installed.find((one) => one === each) ?? installed.find((one) => tongue(one) === tongue(each))
    if (found) return found
  }
  return installed[0] ?? BASE
}

const tongue = (code: string): string => code.slice(0, 2)
