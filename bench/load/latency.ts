import type { Started } from './started.ts'

/** How long each call of the fake model takes from now on, in ms. Resolves when it is so. */
export function setLatency(model: Started, latencyMs: number): Promise<void> {
  return new Promise((resolve) => {
    model.process.once('message', () => resolve())
    model.process.send({ latencyMs })
  })
}
