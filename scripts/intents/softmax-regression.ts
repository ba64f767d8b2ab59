import type { Features } from '../../src/flow/agents/builtin/features.ts'
import { type StoredModel, softmax } from '../../src/flow/agents/builtin/linear-model.ts'

export interface Row {
  readonly features: Features
  readonly label: number
}

export interface Trained {
  readonly weights: readonly Float64Array[]
  readonly bias: Float64Array
  scores(features: Features): number[]
}

const EPOCHS = 12
const RATE = 0.5
/** The weights kept are the mean of those after each of the last epochs: steadier than any one of them. */
const AVERAGED = 6
/** Pulls weights to zero, so that a word seen once decides little. */
const DECAY = 2e-5

/** Softmax regression by AdaGrad; every class counts alike, however many examples it has. Deterministic. */
export function train(rows: readonly Row[], { classes, size }: { classes: number; size: number }): Trained {
  const weights = Array.from({ length: classes }, () => new Float64Array(size))
  const squares = Array.from({ length: classes }, () => new Float64Array(size))
  const averages = Array.from({ length: classes }, () => new Float64Array(size))
  const bias = new Float64Array(classes)
  const scores = (features: Features) => weights.map((w, k) => (bias[k] as number) + dot(w, features))
  const share = classShares(rows, classes)
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const i of strided(rows.length, epoch)) {
      const { features, label } = rows[i] as Row
      const shares = softmax(scores(features))
      for (let k = 0; k < classes; k++) {
        const error = ((shares[k] as number) - (k === label ? 1 : 0)) / Math.sqrt(share[label] as number)
        bias[k] = (bias[k] as number) - 0.02 * error
        step(weights[k] as Float64Array, squares[k] as Float64Array, { features, error })
      }
    }
    if (epoch >= EPOCHS - AVERAGED) for (const [k, w] of weights.entries()) addTo(averages[k] as Float64Array, w)
  }
  for (const [k, w] of weights.entries()) w.set((averages[k] as Float64Array).map((sum) => sum / AVERAGED))
  return { weights, bias, scores }
}

function addTo(sum: Float64Array, weights: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (weights[i] as number)
}

function dot(weights: Float64Array, { buckets, values }: Features): number {
  let sum = 0
  for (let i = 0; i < buckets.length; i++) sum += (weights[buckets[i] as number] as number) * (values[i] as number)
  return sum
}

function step(w: Float64Array, squares: Float64Array, by: { features: Features; error: number }): void {
  const { buckets, values } = by.features
  for (let i = 0; i < buckets.length; i++) {
    const at = buckets[i] as number
    const gradient = by.error * (values[i] as number) + DECAY * (w[at] as number)
    squares[at] = (squares[at] as number) + gradient * gradient
    w[at] = (w[at] as number) - (RATE * gradient) / Math.sqrt((squares[at] as number) + 1e-8)
  }
}

/** Each class's examples over the average, so that a large class weighs less an example. */
function classShares(rows: readonly Row[], classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const { label } of rows) counts[label] = (counts[label] as number) + 1
  return counts.map((count) => Math.max(count, 1) / (rows.length / classes))
}

/** Every index once, in an order that mixes the classes and differs by epoch. */
function* strided(length: number, epoch: number): Generator<number> {
  let stride = 7_919 + 2 * epoch
  while (gcd(stride, length) !== 1) stride++
  for (let i = 0; i < length; i++) yield (i * stride + epoch * 31) % length
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

/** The temperature at which confidence is closest to how often the guess is right (least negative log likelihood). */
export function fitTemperature(unseen: readonly { scores: readonly number[]; label: number }[]): number {
  const loss = (t: number) =>
    unseen.reduce((sum, { scores, label }) => sum - Math.log(softmax(scores.map((s) => s / t))[label] ?? 1e-9), 0)
  const tried = Array.from({ length: 60 }, (_, i) => 0.3 + i * 0.05)
  return tried.reduce((best, t) => (loss(t) < loss(best) ? t : best), 1)
}

/** One byte a weight: accuracy is the same, the file an eighth. */
export function packed(
  model: Trained,
  { classes, size, temperature }: { classes: readonly string[]; size: number; temperature: number },
): StoredModel {
  const scale = model.weights.map((w) => w.reduce((top, x) => Math.max(top, Math.abs(x)), 1e-9) / 127)
  const bytes = Buffer.concat(
    model.weights.map((w, k) => Buffer.from(Int8Array.from(w, (x) => Math.round(x / (scale[k] ?? 1))))),
  )
  return {
    classes,
    buckets: size,
    temperature: Math.round(temperature * 100) / 100,
    bias: Array.from(model.bias, (x) => Math.round(x * 1e4) / 1e4),
    scale: scale.map((x) => Number(x.toPrecision(5))),
    weights: bytes.toString('base64'),
  }
}
