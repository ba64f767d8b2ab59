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
  const found = new Map<number, number>()
  const words = ['^', ...wordsOf(maskNumbers(text)), '$']
  const add = (feature: string, weight: number) => {
    found.set(bucketOf(feature, size), weight)
  }
  for (const [i, word] of words.entries()) {
    if (i > 0) add(`2 ${words[i - 1]} ${word}`, 1)
    if (word === '^' || word === '$') continue
    add(`1 ${word}`, 1)
    for (const piece of pieces(`<${word}>`, 3, 5)) add(piece, 0.4)
  }
  return normalised(found)
}

/** What language a message is in: accents kept, short pieces. */
export const languageFeatures: FeaturesOf = (text, size) => {
  const found = new Map<number, number>()
  for (const word of text.toLowerCase().match(/[\p{L}']+|[¿¡]/gu) ?? []) {
    found.set(bucketOf(`1 ${word}`, size), 1)
    for (const piece of pieces(`<${word}>`, 2, 4)) found.set(bucketOf(piece, size), 0.5)
  }
  return normalised(found)
}

function maskNumbers(text: string): string {
  return text
    .replace(/\b[\w.+-]+@[\w-]+\.[\w.]+/g, ' __mail ')
    .replace(/\b\d{3}\.?\d{3}\.?\d{3}-?\d{2}\b/g, ' __cpf ')
    .replace(/(?<![\p{L}\p{N}])#?s[o0]?[- ]?\d{2,}\b/giu, ' __order ')
    .replace(/#\s?\d+\b/g, ' __order ')
    .replace(/\b\d{5}-?\d{3}\b/g, ' __cep ')
    .replace(/\d+([.,]\d+)*/g, ' __num ')
}

function* pieces(word: string, from: number, to: number): Generator<string> {
  for (let length = from; length <= to; length++)
    for (let at = 0; at + length <= word.length; at++) yield word.slice(at, at + length)
}

/** FNV-1a, folded into `size` buckets (a power of two). */
function bucketOf(feature: string, size: number): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) & (size - 1)
}

function normalised(found: ReadonlyMap<number, number>): Features {
  const length = Math.hypot(...found.values()) || 1
  return { buckets: Uint32Array.from(found.keys()), values: Float32Array.from(found.values(), (v) => v / length) }
}
