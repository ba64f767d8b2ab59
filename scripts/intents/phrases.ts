import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Intent } from '../../src/domain/intent.ts'
import type { Language } from '../../src/domain/language.ts'

const BUILTIN = new URL('../../src/flow/agents/builtin/', import.meta.url)

export interface Phrases {
  readonly phrases: readonly { readonly text: string; readonly intent: Intent }[]
  readonly products: readonly string[]
}

export interface Example {
  readonly text: string
  readonly intent: Intent
  readonly language: Language
  /** The phrase it was made from: all that come of one phrase are in one fold. */
  readonly phrase: number
  readonly isOriginal: boolean
}

/** A phrase file: `# intent`, then one phrase a line; `//` is a remark; the section `# products` fills `{p}`. */
export function readPhrases(name: string): Phrases {
  const phrases: { text: string; intent: Intent }[] = []
  const products: string[] = []
  let section = ''
  for (const line of readFileSync(new URL(`phrases/${name}.txt`, BUILTIN), 'utf8').split('\n')) {
    if (line.startsWith('# ')) section = line.slice(2)
    else if (line === '' || line.startsWith('//')) continue
    else if (section === 'products') products.push(line)
    else phrases.push({ text: line, intent: Intent.parse(section) })
  }
  return { phrases, products }
}

const PREFIXES: Record<Language, readonly string[]> = {
  'pt-BR': ['oi, ', 'bom dia, ', 'boa tarde! ', 'olá, tudo bem? ', 'oi gostaria de saber '],
  es: ['hola, ', 'buenas tardes, '],
  en: ['hi, ', 'hello, '],
}
const SUFFIXES: Record<Language, readonly string[]> = {
  'pt-BR': [' por favor', ' obrigada', ' pfv', '??', ' aí'],
  es: [' por favor', ' gracias'],
  en: [' please', ' thanks'],
}

/** Each phrase, and what customers make of it: other products, a greeting in front, a "please" behind, a slip. */
export function examplesOf({ phrases, products }: Phrases, language: Language): Example[] {
  const random = seeded(language.length * 7919)
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const bare = products.flatMap((product, i) =>
    [product, product.split(' ')[0] ?? product].map((text) => {
      return { text, intent: 'product_search', language, phrase: phrases.length + i, isOriginal: false } as const
    }),
  )
  const made = phrases.flatMap(({ text, intent }, phrase) => {
    const fill = () =>
      text
        .replaceAll('{p}', () => pick(products))
        .replaceAll('__order', () => `S${String(Math.floor(random() * 2_000)).padStart(5, '0')}`)
        .replaceAll('__cpf', '529.982.247-25')
        .replaceAll('__num', () => `${10_000 + Math.floor(random() * 89_999)}-${100 + Math.floor(random() * 899)}`)
    const isSocial = intent === 'greeting' || intent === 'thanks'
    const texts = [fill(), slip(fill(), random)]
    if (text.includes('{p}')) texts.push(fill(), fill())
    if (!isSocial) texts.push(pick(PREFIXES[language]) + fill(), fill() + pick(SUFFIXES[language]))
    return texts.map((t, i) => ({ text: t, intent, language, phrase, isOriginal: i === 0 }))
  })
  const noise = Array.from({ length: language === 'pt-BR' ? 300 : 0 }, (_, i) => {
    const text = letters(3 + Math.floor(random() * 6), random)
    return { text, intent: 'other', language, phrase: phrases.length + i, isOriginal: false } as const
  })
  return [...made, ...bare, ...noise]
}

/** A hand that slid over the keyboard. */
const letters = (length: number, random: () => number): string =>
  Array.from({ length }, () => 'abcdefghijklmnopqrstuvwxyz'.charAt(Math.floor(random() * 26))).join('')

/** One letter dropped or two swapped, somewhere after the first: a thumb's slip. */
function slip(text: string, random: () => number): string {
  const at = 1 + Math.floor(random() * Math.max(1, text.length - 2))
  const [a = '', b = ''] = [text[at], text[at + 1]]
  return random() < 0.5 ? text.slice(0, at) + text.slice(at + 1) : text.slice(0, at) + b + a + text.slice(at + 2)
}

/** SHA-256 of all that decides the weights: phrases, features, spelling and the trainer. */
export function trainingHash(): string {
  const hash = createHash('sha256')
  const files = ['phrases/pt-BR.txt', 'phrases/es.txt', 'phrases/en.txt', 'features.ts', 'fold.ts', 'linear-model.ts']
  for (const file of files) hash.update(readFileSync(new URL(file, BUILTIN)))
  for (const file of ['phrases.ts', 'softmax-regression.ts']) hash.update(readFileSync(new URL(file, import.meta.url)))
  return hash.digest('hex')
}

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
