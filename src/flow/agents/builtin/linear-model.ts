import type { Features, FeaturesOf } from './features.ts'

/** A trained classifier as it is kept in `weights.json`: one byte a weight, class after class, base64. */
export interface StoredModel {
  readonly classes: readonly string[]
  readonly buckets: number
  readonly temperature: number
  readonly bias: readonly number[]
  /** What one step of a class's weights is worth. */
  readonly scale: readonly number[]
  readonly weights: string
}

export interface Guess {
  readonly name: string
  /** 0–1, calibrated on phrases held out of training. */
  readonly confidence: number
}

/** Multinomial logistic regression over hashed features. */
export class LinearModel {
  readonly #stored: StoredModel
  readonly #featuresOf: FeaturesOf
  /** Bucket after bucket, so that the weights of one feature lie side by side. */
  readonly #weights: Int8Array

  constructor(stored: StoredModel, featuresOf: FeaturesOf) {
    this.#stored = stored
    this.#featuresOf = featuresOf
    this.#weights = byBucket(new Int8Array(Buffer.from(stored.weights, 'base64')), stored.buckets)
  }

  /** Every class, the likeliest first. */
  guesses(text: string): readonly Guess[] {
    const { classes, buckets, bias, scale, temperature } = this.#stored
    const sums = this.#sums(this.#featuresOf(text, buckets), classes.length)
    const scores = classes.map((_, k) => ((bias[k] ?? 0) + (scale[k] ?? 0) * (sums[k] ?? 0)) / temperature)
    const shares = softmax(scores)
    return classes.map((name, k) => ({ name, confidence: shares[k] ?? 0 })).sort((a, b) => b.confidence - a.confidence)
  }

  #sums({ buckets, values }: Features, classes: number): Float64Array {
    const sums = new Float64Array(classes)
    for (let i = 0; i < buckets.length; i++) {
      const value = values[i] ?? 0
      const at = (buckets[i] ?? 0) * classes
      for (let k = 0; k < classes; k++) sums[k] = (sums[k] ?? 0) + (this.#weights[at + k] ?? 0) * value
    }
    return sums
  }
}

function byBucket(byClass: Int8Array, buckets: number): Int8Array {
  const classes = byClass.length / buckets
  const turned = new Int8Array(byClass.length)
  for (let k = 0; k < classes; k++)
    for (let bucket = 0; bucket < buckets; bucket++) turned[bucket * classes + k] = byClass[k * buckets + bucket] ?? 0
  return turned
}

export function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - top))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}
