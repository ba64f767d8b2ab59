import { Failure } from '../../base/failure.ts'
import type { ChannelKind, CrewType } from '../../domain/channel-kind.ts'
import type { CrewPlan } from '../../domain/crew-plan.ts'
import { accountOf, domainOf, type TenantId } from '../../domain/ids.ts'
import type { LoadedConfig } from '../../domain/tenant-config.ts'
import { PlanCache } from './plan-cache.ts'
import { standardPlan } from './standard-plan.ts'
import { graphOf } from './task-graph.ts'

const HOUR_MS = 3_600_000

/** Makes crews out of configurations: plain JSON, checked before anybody runs it, kept by what it was made of. */
export class CrewFactory {
  readonly #cache: PlanCache
  readonly #make: typeof standardPlan

  constructor({ most = 5_000, ttlMs = HOUR_MS, make = standardPlan } = {}) {
    this.#cache = new PlanCache({ most, ttlMs })
    this.#make = make
  }

  /**
   * The plan of this configuration for a channel.
   * @throws {Failure} CONFIG_INVALID its tasks do not fit together
   * @throws {Failure} NOT_FOUND there is no crew of that type
   */
  async plan(loaded: LoadedConfig, channel: ChannelKind, type: CrewType = 'customer_service'): Promise<CrewPlan> {
    if (type === 'analytics') throw new Failure('NOT_FOUND', { what: 'analytics crew in this version' })
    return this.#cache.get(planKey(loaded, channel, type), () => {
      const plan = this.#make(loaded, channel)
      graphOf(plan)
      return plan
    })
  }

  /** Forgets the plans of a tenant whose configuration was replaced. */
  forget(tenant: TenantId): void {
    const part = `:${domainOf(tenant)}:${accountOf(tenant)}:`
    this.#cache.forget((key) => key.includes(part))
  }
}

/** `crew:{type}:{channel}:{domain}:{account}:{configHash}` */
export const planKey = ({ config, hash }: LoadedConfig, channel: ChannelKind, type: CrewType): string =>
  `crew:${type}:${channel}:${domainOf(config.tenant)}:${accountOf(config.tenant)}:${hash}`
