import * as z from 'zod'
import type { Language } from './language.ts'

/** What a customer can want; the built-in classifier's classes, and what a turn is counted under. */
export const INTENTS = [
  'greeting',
  'thanks',
  'product_search',
  'order_status',
  'store_hours',
  'store_location',
  'payment',
  'delivery',
  'exchange_return',
  'invoice',
  'complaint',
  'human',
  'other',
] as const
export const Intent = z.enum(INTENTS)
export type Intent = z.infer<typeof Intent>

/** What is read out of a message without a model. Absent: not said. */
export interface Slots {
  /** As written in Odoo: `S00042`. */
  readonly orderNumber?: string
  readonly product?: string
  /** What was looked for before, when a product search only goes on from it: "batom vermelho", then "e o azul?". */
  readonly follows?: string
  /** The product shown before that is asked about ("qual a medida?"), by its name. */
  readonly about?: string
  readonly sort?: 'cheapest' | 'dearest'
  /** In the shop's currency. */
  readonly maxPrice?: number
  /** The customer wants to buy, and not only to see. */
  readonly isPurchase?: true
  readonly quantity?: number
  /** ISO date, resolved against the shop's own day. */
  readonly date?: string
  readonly cpf?: string
  readonly cnpj?: string
  /** E.164. */
  readonly phone?: string
  readonly email?: string
}

/** One thing asked for, in the customer's own words. */
export interface Want {
  readonly intent: Intent
  readonly confidence: number
  readonly text: string
  readonly slots: Slots
  /** What was talked about before, when this may only go on from it ("e boleto?"). */
  readonly topic?: Intent
}

export interface Understanding {
  readonly intent: Intent
  /** 0–1, calibrated so that 0.6 is wrong in about two of five. */
  readonly confidence: number
  readonly language: 'pt-BR' | 'es' | 'en'
  readonly slots: Slots
  /** The customer asks for a person, in whatever words. */
  readonly wantsHuman: boolean
  readonly sentiment: 'positive' | 'neutral' | 'negative'
  /** Whether the last message looks finished, rather than the first piece of a burst. */
  readonly isFinished: boolean
  /** All that is asked when one message asks several things ("tem batom? e aceita pix?"), in order; else absent. */
  readonly wants?: readonly Want[]
  /** What was talked about before, when this may only go on from it. */
  readonly topic?: Intent
}

/** Of what nobody has tried to understand. */
export const nothingUnderstood = (language: Language): Understanding => ({
  intent: 'other',
  confidence: 0,
  language,
  slots: {},
  wantsHuman: false,
  sentiment: 'neutral',
  isFinished: true,
})
