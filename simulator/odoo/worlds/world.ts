import type { Shape } from '../pictures/shapes.ts'

/** What a demo database holds, as one would type it in. Everything invented. */
export interface World {
  /** Name of the database. */
  readonly database: string
  readonly company: string
  readonly products: readonly WorldProduct[]
  readonly partners: readonly WorldPartner[]
  readonly orders: readonly WorldOrder[]
}

/** A term as typed, or with its translations. */
export type Term = string | { readonly pt_BR: string; readonly en_US: string }

export interface WorldProduct {
  readonly code: string
  readonly name: Term
  /** List price in BRL. */
  readonly price: number
  /** On hand and not reserved. */
  readonly qty: number
  /** `Maquiagem / Lábios` */
  readonly category: string
  readonly description: Term
  /** A service: nothing is counted. */
  readonly isService?: boolean
  /** Products of one template are its variants. */
  readonly variantOf?: { readonly template: string; readonly attributes: string }
  readonly picture?: Picture
}

export interface Picture {
  readonly shape: Shape
  /** `#rrggbb` */
  readonly color: string
}

export interface WorldPartner {
  readonly key: string
  readonly name: string
  /** E.164; null: filed without one. */
  readonly phone: string | null
  readonly email: string | null
  readonly city: string
  /** Key of the company it is a contact of. */
  readonly parent?: string
}

export interface WorldOrder {
  readonly name: string
  readonly partner: string
  readonly state: 'draft' | 'sent' | 'sale' | 'cancel'
  /** Days before now; negative: to come. */
  readonly daysAgo: number
  readonly lines: readonly (readonly [code: string, quantity: number])[]
  readonly delivery?: WorldDelivery
  readonly invoice?: { readonly number: string; readonly payment: 'not_paid' | 'in_payment' | 'paid' }
}

export interface WorldDelivery {
  readonly number: string
  readonly state: 'waiting' | 'confirmed' | 'assigned' | 'done' | 'cancel'
  readonly scheduledDaysAgo: number
  readonly doneDaysAgo?: number
  readonly carrier?: string
  readonly tracking?: { readonly code: string; readonly url: string }
}
