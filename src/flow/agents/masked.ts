/** Eleven to nineteen digits, with the marks people put between them. */
const LONG_NUMBER = /(?<![\d+])\d(?:[ ./-]?\d){10,18}(?!\d)/g

/** A CNPJ as issued since July 2026: letters in it, and written with its marks. */
const CNPJ_WITH_LETTERS = /(?<![A-Z\d])[A-Z\d]{2}\.[A-Z\d]{3}\.[A-Z\d]{3}\/[A-Z\d]{4}-\d{2}(?!\d)/gi

/**
 * `value` for the trace: a CPF, CNPJ or card number in any of its texts as `•••` and its last two digits. Told from
 * phones and order numbers by their check digits. The very same value when there is none, which is nearly always.
 */
export function masked(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(LONG_NUMBER, maskOf).replace(CNPJ_WITH_LETTERS, maskOf)
  if (typeof value !== 'object' || value === null) return value
  const before = value as Record<string, unknown>
  let after: Record<string, unknown> | null = null
  for (const key of Object.keys(before)) {
    const each = masked(before[key])
    if (each === before[key]) continue
    after ??= (Array.isArray(value) ? [...value] : { ...before }) as Record<string, unknown>
    after[key] = each
  }
  return after ?? value
}

function maskOf(written: string): string {
  const code = written.replace(/[^A-Z\d]/gi, '').toUpperCase()
  const isSecret = isCpf(code) || isCnpj(code) || (code.length >= 13 && isCard(code))
  return isSecret ? `•••${code.slice(-2)}` : written
}

const isCpf = (digits: string): boolean =>
  digits.length === 11 &&
  checks(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) &&
  checks(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])

const isCnpj = (code: string): boolean =>
  code.length === 14 &&
  checks(code, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) &&
  checks(code, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])

/** Whether the character behind the weighted ones is their check digit (modulo 11; a letter counts as its code less 48). */
function checks(code: string, weights: readonly number[]): boolean {
  const rest = weights.reduce((sum, weight, index) => sum + weight * (code.charCodeAt(index) - 48), 0) % 11
  return Number(code[weights.length]) === (rest < 2 ? 0 : 11 - rest)
}

/** Luhn's check, which every card passes. */
function isCard(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const doubled = Number(digits[digits.length - 1 - index]) * (index % 2 === 1 ? 2 : 1)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
