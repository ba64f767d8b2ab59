import { readFileSync } from 'node:fs'
import { remembering } from '../../../base/remembering.ts'
import type { Intent } from '../../../domain/intent.ts'
import { LANGUAGES, type Language } from '../../../domain/language.ts'
import { languageFeatures, topicFeatures } from './features.ts'
import { LinearModel, type StoredModel } from './linear-model.ts'

export interface Classified {
  readonly intent: Intent
  readonly confidence: number
}

/** The gate and then the crew ask about the same message, whole and in the same pieces. */
const REMEMBERED = 256
/** A guess no better than this is no guess. */
const NO_GUESS = 0.3

/**
 * What one piece of text asks for, the likeliest class; `other` when none is likely. The weights are made by
 * `scripts/train-intents.ts`.
 */
export const classify = remembering((text): Classified => {
  const [guess] = models().intents.guesses(text)
  const { name = 'other', confidence = 0 } = guess ?? {}
  return { intent: confidence < NO_GUESS ? 'other' : (name as Intent), confidence }
}, REMEMBERED)

/** Below this a guess about a short text is worth less than knowing the shop's language. */
const SURE = 0.8

/** Greetings that are too short for the classifier, and belong to one language only. */
const GREETINGS: Readonly<Record<string, Language>> = { hi: 'en', hello: 'en', hola: 'es', buenas: 'es', oi: 'pt-BR' }

/** The language of `text`, or `fallback` when there is too little to tell. */
export function detectLanguage(text: string, fallback: Language): Language {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const greeting = GREETINGS[text.toLowerCase().replace(/[^\p{L}]/gu, '')]
  if (greeting) return greeting
  if (letters < 3) return fallback
  const first = likeliestLanguage(text)
  const isSure = first.confidence >= (letters < 12 ? SURE + 0.1 : SURE)
  return isSure ? (LANGUAGES.find((language) => language === first.name) ?? fallback) : fallback
}

const likeliestLanguage = remembering((text) => models().languages.guesses(text)[0] ?? NO_LANGUAGE, REMEMBERED)
const NO_LANGUAGE = { name: '', confidence: 0 }

interface Models {
  readonly intents: LinearModel
  readonly languages: LinearModel
}
let loaded: Models | undefined

/** Read on first use: a server that only takes webhooks in never needs it. */
function models(): Models {
  if (loaded) return loaded
  const file = readFileSync(new URL('./weights.json', import.meta.url), 'utf8')
  const { intents, languages } = JSON.parse(file) as { intents: StoredModel; languages: StoredModel }
  loaded = {
    intents: new LinearModel(intents, topicFeatures),
    languages: new LinearModel(languages, languageFeatures),
  }
  return loaded
}
