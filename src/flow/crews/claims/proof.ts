import { beginningOf } from '../../../base/beginning-of.ts'
import type { CrewPlan } from '../../../domain/crew-plan.ts'
import type { Evidence, TurnInput } from '../../../domain/turn.ts'
import { type Claim, type ClaimKind, claimsIn } from './claims.ts'
import { normalNumber } from './numbers.ts'

/** What may be said in this turn: everything its evidence, the shop's configuration and the clock say. */
export interface Proof {
  has(claim: Claim): boolean
}

export interface ProofSources {
  readonly evidence: Evidence
  readonly crew: Pick<CrewPlan, 'shop' | 'about' | 'style'>
  readonly input: Pick<TurnInput, 'text' | 'hours' | 'nowMs'>
  /** A UTC time as the shop's clock shows it: `2026-11-23 21:30`. */
  readonly localTime: (atMs: number, timezone: string) => string
}

export function proofOf({ evidence, crew, input, localTime }: ProofSources): Proof {
  const facts = new Facts((atMs) => localTime(atMs, input.hours.timezone), input.nowMs)
  for (const { passage } of evidence.passages)
    facts.text([...passage.titles, passage.question ?? '', passage.text].join('\n'))
  for (const { result } of evidence.tools) facts.json(result.data, '')
  facts.text([crew.shop, crew.about, crew.style.greeting, crew.style.farewell, input.hours.text].join('\n'))
  facts.time(input.nowMs)
  if (input.hours.opensAt) facts.time(Date.parse(input.hours.opensAt))
  facts.customer(input.text)
  return facts
}

const UTC_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z$/
/** Keys whose numbers are nobody's to tell. */
const HIDDEN = /(^id|Id|_id)$/
const MONEY_KEY = /price|amount|total|value|cost|fee|due|paid|valor|preco|balance/i
const COUNT_KEY = /qty|quant|stock|count|available|days|estoque|delivered|limit|number|percent/i

/** Characters of the customer's own words that may prove a code or a number. */
const READ_OF_CUSTOMER = 8_000

class Facts implements Proof {
  readonly #known = new Map<ClaimKind, Set<string>>()
  readonly #customers = new Set<string>()
  readonly #words = new Set<string>()
  readonly #local: (atMs: number) => string
  readonly #thisYear: string

  constructor(local: (atMs: number) => string, nowMs: number) {
    this.#local = local
    this.#thisYear = local(nowMs).slice(0, 4)
  }

  text(text: string): void {
    for (const { kind, normal } of claimsIn(text)) {
      this.#add(kind, normal)
      if (kind === 'time' && normal.endsWith(':00')) this.#add('number', String(Number(normal.slice(0, 2))))
      if (kind === 'link') this.#add('link', normal.split('/')[0] ?? normal)
    }
    const words = text.toUpperCase().match(/[\p{L}\d]+/gu) ?? []
    for (const [index, word] of words.entries()) this.#words.add(word).add(word + (words[index + 1] ?? ''))
  }

  json(value: unknown, key: string): void {
    if (typeof value === 'string' && UTC_TIME.test(value)) this.time(Date.parse(value))
    else if (typeof value === 'string') this.text(value)
    else if (typeof value === 'number') this.#number(value, key)
    else if (Array.isArray(value)) for (const each of value) this.json(each, key)
    else if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) this.json(each, name)
  }

  time(atMs: number): void {
    this.text(this.#local(atMs))
  }

  /** Of the customer's own words only the codes and plain numbers: "onde está o S00042", "somos 12". */
  customer(text: string): void {
    for (const { kind, normal } of claimsIn(beginningOf(text, READ_OF_CUSTOMER)))
      if (kind === 'code' || kind === 'number') this.#customers.add(`${kind} ${normal}`)
  }

  has({ kind, normal }: Claim): boolean {
    if (this.#is(kind, normal) || this.#customers.has(`${kind} ${normal}`)) return true
    switch (kind) {
      case 'date':
        return this.#hasDate(normal)
      case 'hours':
        return this.#is('time', `${normal.padStart(2, '0')}:00`) || this.#is('quantity', normal)
      case 'time':
        return normal.endsWith(':00') && this.#is('hours', String(Number(normal.slice(0, 2))))
      case 'phone':
        return [...(this.#known.get('phone') ?? [])].some((known) => known.endsWith(normal) || normal.endsWith(known))
      case 'code':
        return this.#words.has(normal)
      case 'quantity':
        return this.#is('number', normal) || this.#is('hours', normal)
      case 'number':
        return ['quantity', 'money', 'percent', 'hours'].some((other) => this.#is(other as ClaimKind, normal))
      default:
        return false
    }
  }

  /** The day without its year is enough, unless the year is another one. A claim may add this year to a bare day. */
  #hasDate(normal: string): boolean {
    const day = normal.slice(-6)
    if (normal.startsWith('--')) return [...(this.#known.get('date') ?? [])].some((known) => known.endsWith(day))
    return this.#is('date', `-${day}`) && normal.startsWith(this.#thisYear)
  }

  #number(value: number, key: string): void {
    if (HIDDEN.test(key)) return
    const normal = normalNumber(value)
    if (!COUNT_KEY.test(key)) this.#add('money', normal)
    if (!MONEY_KEY.test(key)) this.#add('quantity', normal)
    if (/percent|discount|desconto/i.test(key)) this.#add('percent', normal)
  }

  #is(kind: ClaimKind, normal: string): boolean {
    return this.#known.get(kind)?.has(normal) ?? false
  }

  #add(kind: ClaimKind, normal: string): void {
    const known = this.#known.get(kind)
    if (known) known.add(normal)
    else this.#known.set(kind, new Set([normal]))
  }
}
