/** Why a document, or a part of it, could not be taken. `line` counts from 1. */
export interface Problem {
  readonly line: number
  readonly message: string
}
