import type { CheckView } from '../wire/doctor-view.ts'

const MARKS: Readonly<Record<CheckView['status'], string>> = { ok: 'ok      ', note: 'note    ', problem: 'PROBLEM ' }

/** One line a check. */
export const checkLines = (checks: readonly CheckView[]): string[] =>
  checks.map(({ status, what, says }) => `${MARKS[status]} ${what}: ${says}`)

export const isWell = (checks: readonly CheckView[]): boolean => checks.every(({ status }) => status !== 'problem')
