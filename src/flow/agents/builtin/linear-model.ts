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
  readonly #weights: Int8Array

  constructor(stored: StoredModel, featuresOf: FeaturesOf) {
    this.#stored = stored
    this.#featuresOf = featuresOf
    this.#weights = new Int8Array(Buffer.from(stored.weights, 'base64'))
  }

  /** Every class, the likeliest first. */
  guesses(text: string): readonly Guess[] {
    const { classes, buckets, bias, scale, temperature } = this.#stored
    const features = this.#featuresOf(text, buckets)
    const scores = classes.map(
      (_, k) => ((bias[k] ?? 0) + (scale[k] ?? 0) * this.#dot(features, k * buckets)) / temperature,
    )
    const shares = softmax(scores)
    return classes.map((name, k) => ({ name, confidence: shares[k] ?? 0 })).sort((a, b) => b.confidence - a.confidence)
  }

  #dot({ buckets, values }: Features, offset: number): number {
    let sum = 0
    for (let i = 0; i < buckets.length; i++) sum += (this.#weights[offset + (buckets[i] ?? 0)] ?? 0) * (values[i] ?? 0)
    return sum
  }
}

export function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - top))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}
