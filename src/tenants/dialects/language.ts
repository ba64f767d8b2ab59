import { LANGUAGES } from '../../domain/language.ts'
import { shown } from '../tree/notes.ts'
import type { Reader } from '../tree/reader.ts'
import { revalued, type SourcedScalar } from '../tree/sourced.ts'

/** `pt_BR`, `pt-br`, `es_ES`, `en` … to the languages we speak. Another one leaves the default, with a warning. */
export function language(at: Reader): SourcedScalar | undefined {
  const node = at.text('language')
  if (!node) return undefined
  const spoken = LANGUAGES.find((name) => name.slice(0, 2) === String(node.value).trim().slice(0, 2).toLowerCase())
  if (!spoken) at.notes.warn(node.at, { message: 'left out', expected: LANGUAGES.join(', '), got: shown(node) })
  return spoken && revalued(node, spoken)
}
