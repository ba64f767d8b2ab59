import { wordsOf } from './fold.ts'

/** Sparse features: the bucket of each, and how much it weighs (already normalised to length 1). */
export interface Features {
  readonly buckets: Uint32Array
  readonly values: Float32Array
}

export type FeaturesOf = (text: string, size: number) => Features

/**
 * What a message is about: its words, pairs of words and pieces of words (for typing errors and unseen endings),
 * hashed. Order numbers, documents and other numbers count by kind, not by value.
 */
export const topicFeatures: FeaturesOf = (text, size) => {
  const found = new Found(size)
  let before = '^'
  for (const word of wordsOf(maskNumbers(text))) {
    found.add(hashed(' ', hashed(before, TWO), word), 1)
    found.add(hashed(word, ONE), 1)
    addPieces(found, `<${word}>`, { from: 3, to: 5, weight: 0.4 })
    before = word
  }
  found.add(hashed(' ', hashed(before, TWO), '$'), 1)
  return found.normalised()
}

/** What language a message is in: accents kept, short pieces. */
export const languageFeatures: FeaturesOf = (text, size) => {
  const found = new Found(size)
  for (const word of text.toLowerCase().match(/[\p{L}']+|[¿¡]/gu) ?? []) {
    found.add(hashed(word, ONE), 1)
    addPieces(found, `<${word}>`, { from: 2, to: 4, weight: 0.5 })
  }
  return found.normalised()
}

function maskNumbers(text: string): string {
  if (!/[\d@]/.test(text)) return text
  return text
    .replace(/(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+/g, ' __mail ')
    .replace(/\b\d{3}\.?\d{3}\.?\d{3}-?\d{2}\b/g, ' __cpf ')
    .replace(/(?<![\p{L}\p{N}])#?s[o0]?[- ]?\d{2,}\b/giu, ' __order ')
    .replace(/#\s?\d+\b/g, ' __order ')
    .replace(/\b\d{5}-?\d{3}\b/g, ' __cep ')
    .replace(/\d+([.,]\d+)*/g, ' __num ')
}

/** FNV-1a of `text`, going on from `hash`; a `then` is hashed behind it. */
function hashed(text: string, from: number, then = ''): number {
  let hash = from
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return then === '' ? hash : hashed(then, hash)
}

const ONE = hashed('1 ', 0x811c9dc5)
const TWO = hashed('2 ', 0x811c9dc5)

/** Every piece of `word` of those lengths; each begins where the shorter one with the same start ended. */
function addPieces(
  found: Found,
  word: string,
  { from, to, weight }: { from: number; to: number; weight: number },
): void {
  for (let at = 0; at + from <= word.length; at++) {
    let hash = 0x811c9dc5
    const end = Math.min(at + to, word.length)
    for (let i = at; i < end; i++) {
      hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
      if (i - at + 1 >= from) found.add(hash, weight)
    }
  }
}

/** Features as they are found; one found again counts once, with its last weight. */
class Found {
  readonly #mask: number
  readonly #weights = new Map<number, number>()

  /** @param size how many buckets; a power of two */
  constructor(size: number) {
    this.#mask = size - 1
  }

  add(hash: number, weight: number): void {
    this.#weights.set((hash ^ (hash >>> 15)) & this.#mask, weight)
  }

  normalised(): Features {
    const buckets = new Uint32Array(this.#weights.size)
    const values = new Float32Array(this.#weights.size)
    let [at, squares] = [0, 0]
    for (const [bucket, weight] of this.#weights) {
      buckets[at] = bucket
      values[at++] = weight
      squares += weight * weight
    }
    const length = Math.sqrt(squares) || 1
    for (let i = 0; i < at; i++) values[i] = (values[i] ?? 0) / length
    return { buckets, values }
  }
}
