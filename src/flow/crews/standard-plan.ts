import type { ChannelKind } from '../../domain/channel-kind.ts'
import { CrewPlan, Style } from '../../domain/crew-plan.ts'
import { say } from '../../domain/messages/messages.ts'
import { type LoadedConfig, onlineChannelsOn, serviceOn, type TenantConfig } from '../../domain/tenant-config.ts'
import { channelCrew } from './channels/channels.ts'

/** The tools of the first cut. A tenant whose server lacks one is not offered it; none of them writes. */
const OPERATIONS_TOOLS = ['find_products', 'product_details', 'order_status']

/**
 * The standard crew of `customer_service`: the original's four agents, but not four calls in a row.
 * ```
 *   intent ──────┬─▶ operations ─┐
 *   knowledge ───┼───────────────┼─▶ response ─▶ (claim check)
 *   memory ──────┴───────────────┘
 * ```
 */
export function standardPlan({ config, hash }: LoadedConfig, channel: ChannelKind): CrewPlan {
  const tools = config.odoo ? OPERATIONS_TOOLS : []
  return CrewPlan.parse({
    type: 'customer_service',
    channel,
    tenant: config.tenant,
    shop: config.name,
    about: aboutOf(config, channel),
    agents: [
      { id: 'intent', name: 'Intent agent', kind: 'intent', maxSteps: 2, deadlineMs: 3_000 },
      { id: 'knowledge', name: 'Knowledge agent', kind: 'knowledge', deadlineMs: 2_000 },
      { id: 'memory', name: 'Memory', kind: 'memory' },
      { id: 'operations', name: 'Operations agent', kind: 'operations', tools, deadlineMs: 5_000 },
      {
        id: 'response',
        name: 'Response agent',
        kind: 'response',
        role: "the shop's attendant",
        goal: 'answer the customer, completely and truthfully, in one message',
        backstory: channelCrew(channel).tone,
        tools,
        maxSteps: 5,
        deadlineMs: 18_000,
      },
    ],
    tasks: [
      { id: 'intent', agent: 'intent' },
      { id: 'knowledge', agent: 'knowledge' },
      { id: 'memory', agent: 'memory' },
      { id: 'operations', agent: 'operations', context: ['intent'] },
      { id: 'response', agent: 'response', context: ['intent', 'knowledge', 'memory', 'operations'] },
    ],
    style: styleOf(config, channel),
    collections: config.collections,
    configHash: hash,
  })
}

function styleOf(config: TenantConfig, channel: ChannelKind): Style {
  const { communicationStyle: communication, emojiUsage: emoji, greeting } = serviceOn(config, channel)
  return Style.parse({
    communication,
    emoji,
    greeting,
    farewell: farewellOf(config, channel),
    language: config.language,
  })
}

/** The shop's goodbye, and under it the places that it wants told at the end. */
function farewellOf(config: TenantConfig, channel: ChannelKind): string | null {
  const { farewell, communicationStyle: tone } = serviceOn(config, channel)
  const places = onlineChannelsOn(config, channel).filter(({ mentionAtEnd }) => mentionAtEnd)
  if (places.length === 0) return farewell
  const lines = places.map(({ name, url }) =>
    name === 'website' ? url : `${name[0]?.toUpperCase()}${name.slice(1)}: ${url}`,
  )
  return `${farewell ?? say(config.language, 'farewell', { tone, shop: config.name })}\n\n${lines.join('\n')}`
}

/** What the owner wrote about the shop; told to models, and part of a reply's evidence. */
const aboutOf = (config: TenantConfig, channel: ChannelKind): string =>
  [config.description, ...onlineChannelsOn(config, channel).map(({ name, url }) => `${name}: ${url}`)]
    .filter(Boolean)
    .join('\n')
