import type { Language } from '../language.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { ptBR } from './pt-br.ts'
import type { Words } from './words.ts'

export const WORDS: Readonly<Record<Language, Words>> = { 'pt-BR': ptBR, es, en }

/** A sentence in the reader's language: `say('pt-BR', 'order.notFound', { number: 'S00042', tone: 'friendly' })`. */
export function say<K extends keyof Words>(language: Language, key: K, ...params: Parameters<Words[K]>): string {
  const sentence = WORDS[language][key] as (...given: Parameters<Words[K]>) => string
  return sentence(...params)
}
