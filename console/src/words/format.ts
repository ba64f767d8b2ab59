/** `0.42` → "0,4 ms", `14.2` → "14 ms", `1250` → "1,3 s", in the language's own digits. */
export function formatMs(ms: number, language: string): string {
  if (ms >= 1_000) return `${digits(ms / 1_000, language, 1)} s`
  return `${digits(ms, language, ms < 10 ? 1 : 0)} ms`
}

export const formatPercent = (share: number, language: string): string =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share)

export const formatCount = (count: number, language: string): string => new Intl.NumberFormat(language).format(count)

export const formatTime = (atMs: number, language: string): string =>
  new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(atMs)

export const formatDay = (atMs: number, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' }).format(atMs)

/** A day as `2026-11-28`: "sáb., 28/11/2026". */
export const formatDate = (day: string, language: string): string =>
  new Intl.DateTimeFormat(language, {
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: 'UTC',
  }).format(new Date(day))

/** `+5511955550101` → "+55 11 95555-0101"; other countries' as they are. */
export const formatPhone = (phone: string): string =>
  phone.replace(/^(\+55) ?(\d{2}) ?(\d{4,5})-?(\d{4})$/, '$1 $2 $3-$4')

const digits = (value: number, language: string, decimals: number): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: decimals }).format(value)
