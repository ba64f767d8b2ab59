import { createContext, use } from 'react'
import type { Words } from './pt-br.ts'
import { type ConsoleLanguage, WORDS } from './words.ts'

export interface Speech {
  readonly language: ConsoleLanguage
  readonly words: Words
  readonly setLanguage: (language: ConsoleLanguage) => void
}

export const SpeechContext = createContext<Speech>({ language: 'pt-BR', words: WORDS['pt-BR'], setLanguage: () => {} })

/** The page's language and its dictionary. */
export const useSpeech = (): Speech => use(SpeechContext)
export const useWords = (): Words => use(SpeechContext).words
