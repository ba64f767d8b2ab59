/** What a command says, and whether all is well (0). */
export interface Told {
  readonly text: string
  readonly exitCode: 0 | 1
}

export const told = (text: string, isWell = true): Told => ({ text, exitCode: isWell ? 0 : 1 })

/** `1 error`, `2 errors`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
