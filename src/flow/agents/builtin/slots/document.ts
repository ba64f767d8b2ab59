/** A CPF in the text, digits only, when its check digits are right. */
export function findCpf(text: string): string | undefined {
  const found = text.match(/(?<![\d.-])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![\d-])/g) ?? []
  return found.map((cpf) => cpf.replace(/\D/g, '')).find(isCpf)
}

/** A CNPJ in the text, 14 characters, when its check digits are right; letters too, as issued since July 2026. */
export function findCnpj(text: string): string | undefined {
  const pattern = /(?<![A-Z\d])[A-Z\d]{2}\.?[A-Z\d]{3}\.?[A-Z\d]{3}\/?[A-Z\d]{4}-?\d{2}(?!\d)/g
  const found = text.toUpperCase().match(pattern) ?? []
  return found.map((cnpj) => cnpj.replace(/[^A-Z\d]/g, '')).find(isCnpj)
}

const isCpf = (digits: string): boolean =>
  !/^(\d)\1+$/.test(digits) &&
  digits.endsWith(checkDigits(digits.slice(0, 9), (length) => Array.from({ length }, (_, i) => length + 1 - i)))

const isCnpj = (code: string): boolean =>
  !/^(.)\1+$/.test(code) &&
  digitsIn(code) >= 6 &&
  code.endsWith(
    checkDigits(code.slice(0, 12), (length) => Array.from({ length }, (_, i) => ((length - 1 - i) % 8) + 2)),
  )

/** The two modulo-11 digits of Receita Federal; a letter counts as its character code less 48. */
function checkDigits(body: string, weightsOf: (length: number) => number[]): string {
  const next = (code: string) => {
    const weights = weightsOf(code.length)
    const sum = [...code].reduce((total, c, i) => total + (c.charCodeAt(0) - 48) * (weights[i] ?? 0), 0)
    return String(sum % 11 < 2 ? 0 : 11 - (sum % 11))
  }
  const first = next(body)
  return first + next(body + first)
}

const digitsIn = (code: string): number => code.replace(/\D/g, '').length
