import { inspect } from 'node:util'

const MASK = '[secret]'

/** A value that prints as `[secret]` wherever it is logged, put into JSON, a template or an error. Ask for it by `reveal()`. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value itself. Call it where it is used (a header, a key), never to keep it. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return MASK
  }

  toJSON(): string {
    return MASK
  }

  [inspect.custom](): string {
    return MASK
  }
}
