import type { CrewPlan } from '../../domain/crew-plan.ts'
import type { CrewResult, TurnInput } from '../../domain/turn.ts'
import type { ChannelCrew } from './channels/channel-crew.ts'
import { channelCrew } from './channels/channels.ts'
import { type CrewPorts, runCrew } from './crews.ts'
import type { RunOptions } from './engine.ts'

/**
 * A plan together with what it reaches the world by: what every channel's crew has in common. The channels differ in
 * their definitions (`WhatsAppCrew`, `WebCrew` …), not in code.
 */
export class BaseCrew {
  readonly plan: CrewPlan
  readonly channel: ChannelCrew
  readonly #ports: CrewPorts

  constructor(plan: CrewPlan, ports: CrewPorts) {
    this.plan = plan
    this.channel = channelCrew(plan.channel)
    this.#ports = ports
  }

  /** One turn; see `runCrew`. */
  run(input: TurnInput, options: RunOptions): Promise<CrewResult> {
    return runCrew(this.plan, input, this.#ports, options)
  }
}
