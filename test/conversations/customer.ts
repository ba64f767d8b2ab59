import { ConnectionId, TenantId } from '../../src/domain/ids.ts'
import type { TurnView } from '../../src/wire/turn-view.ts'
import { eventually, isNote, isReply, type Shown, type World } from '../support/world.ts'

export type Shop = 'cosmetics' | 'furniture' | 'pets'
const SHOPS: Readonly<Record<Shop, { readonly account: number; readonly tenant: TenantId }>> = {
  cosmetics: { account: 1, tenant: TenantId.parse('cosmetics/account_1') },
  furniture: { account: 2, tenant: TenantId.parse('furniture/account_2') },
  pets: { account: 3, tenant: TenantId.parse('retail/account_3') },
}

/** What came back to one message of a customer's. */
export interface Answer {
  /** All of ours, as the customer's app gets it, without bold. */
  readonly text: string
  readonly buttons: readonly string[]
  readonly hasPicture: boolean
  /** For the attendant; empty: there was none. */
  readonly note: string
  readonly outcome: TurnView['outcome']
  readonly reason: string | null
}

export interface CustomerOptions {
  readonly shop: Shop
  readonly channel?: 'whatsapp' | 'web'
  /** A contact of the demo, or anybody else: each other name is a person of its own. */
  readonly who: string
}

/** A customer of one shop on one channel, who waits for each answer. */
export class Customer {
  readonly #world: World
  readonly #shop: (typeof SHOPS)[Shop]
  readonly #body: Readonly<Record<string, unknown>>
  #conversation = 0
  #turns = 0
  #lines = 0

  constructor(world: World, { shop, channel = 'whatsapp', who }: CustomerOptions) {
    this.#world = world
    this.#shop = SHOPS[shop]
    const isKnown = ['ana', 'bruno', 'carla'].includes(who)
    const phone = channel === 'whatsapp' ? `+551195555${String(strangers++).padStart(4, '0')}` : null
    const contact = isKnown ? who : { key: `${who} ${strangers}`, name: who, phone }
    this.#body = { tenant: this.#shop.tenant, channel, contact }
  }

  /** Writes the pieces one after another, as people do, and waits for what comes of them. */
  async says(...pieces: readonly string[]): Promise<Answer> {
    for (const text of pieces) await this.#sends({ text })
    return this.#answer()
  }

  async shows(kind: 'image' | 'audio', text: string | null = null): Promise<Answer> {
    const [name, mimeType] = kind === 'image' ? ['foto.png', 'image/png'] : ['voz.ogg', 'audio/ogg']
    await this.#sends({ text, attachments: [{ kind, name, mimeType, base64: 'iVBORw0KGgo=' }] })
    return this.#answer()
  }

  async #sends(message: Readonly<Record<string, unknown>>): Promise<void> {
    const body = { ...this.#body, ...message }
    this.#conversation = (await this.#world.ask<{ conversation: number }>('/simulator/messages', body)).conversation
  }

  /** Once a turn more is written and all it sends has gone out. */
  async #answer(): Promise<Answer> {
    const turn = await eventually(() => this.#sentTurn())
    const ours = (await this.#world.shown(this.#conversation)).filter(isOurs)
    const fresh = ours.slice(this.#lines)
    this.#lines = ours.length
    const replies = fresh.filter(isReply)
    return {
      text: plain(replies.map(({ content }) => content).join('\n')),
      buttons: replies.flatMap(({ items = [] }) => items.map(({ title }) => title)),
      hasPicture: replies.some(({ attachments }) => attachments.length > 0),
      note: plain(
        fresh
          .filter(isNote)
          .map(({ content }) => content)
          .join('\n'),
      ),
      outcome: turn.outcome,
      reason: turn.reason,
    }
  }

  async #sentTurn(): Promise<TurnView | null> {
    const { account, tenant } = this.#shop
    const ref = { connection: ConnectionId.parse('default'), account, conversation: this.#conversation }
    const store = this.#world.app.store.for(tenant)
    const turns = await store.turns(ref, 50)
    const [newest] = turns
    if (!newest || turns.length === this.#turns || (await store.nextOutboxRow(ref)) !== null) return null
    this.#turns = turns.length
    return newest
  }
}

/** Numbers of people the demo's Odoo has never heard of. */
let strangers = 2_000

const isOurs = (line: Shown): boolean => isReply(line) || isNote(line)
const plain = (text: string): string => text.replace(/\*/g, '')
