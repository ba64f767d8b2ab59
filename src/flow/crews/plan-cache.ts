import { LRUCache } from 'lru-cache'
import type { CrewPlan } from '../../domain/crew-plan.ts'

/** Plans in memory, the least used forgotten first. Two who ask for the same plan at once wait for one making of it. */
export class PlanCache {
  readonly #plans: LRUCache<string, CrewPlan>
  readonly #making = new Map<string, Promise<CrewPlan>>()

  /** @param ttlMs how long a plan is kept; its key holds the configuration's hash, so it can never be out of date. */
  constructor({ most, ttlMs }: { most: number; ttlMs: number }) {
    this.#plans = new LRUCache({ max: most, ttl: ttlMs })
  }

  async get(key: string, make: () => CrewPlan | Promise<CrewPlan>): Promise<CrewPlan> {
    const known = this.#plans.get(key)
    if (known) return known
    const underWay = this.#making.get(key)
    if (underWay) return underWay
    const making = this.#make(key, make)
    this.#making.set(key, making)
    return making
  }

  /** Forgets every plan whose key begins so or holds it. */
  forget(matches: (key: string) => boolean): void {
    for (const key of this.#plans.keys()) if (matches(key)) this.#plans.delete(key)
  }

  async #make(key: string, make: () => CrewPlan | Promise<CrewPlan>): Promise<CrewPlan> {
    try {
      const plan = await make()
      this.#plans.set(key, plan)
      return plan
    } finally {
      this.#making.delete(key)
    }
  }
}
