import { en } from './en.ts'
import { es } from './es.ts'
import { ptBr, type Words } from './pt-br.ts'

export const WORDS: Readonly<Record<ConsoleLanguage, Words>> = { 'pt-BR': ptBr, es, en }
export const CONSOLE_LANGUAGES = ['pt-BR', 'es', 'en'] as const
export type ConsoleLanguage = (typeof CONSOLE_LANGUAGES)[number]

/** An agent by its name, `Intent agent` or `intent`, or as the shop's own YAML calls it. */
export const agentName = (words: Words, name: string): string =>
  (words.agents as Readonly<Record<string, string>>)[name.toLowerCase().replace(/ agent$/, '')] ?? name

/** The word for a name the server chose; a name without one is shown as it is. */
export const named = (table: Readonly<Record<string, string>>, name: string): string => table[name] ?? name
