import type { Language } from './language.ts'
import type { TemplateUse } from './outbound.ts'
import { TEMPLATE_VALUES, type TemplateValue, type WindowTemplate } from './tenant-config.ts'

/** What is known of the customer and the shop; null: not known, and nothing is made up. */
export type TemplateFacts = Readonly<Record<TemplateValue, string | null>>

export interface FilledTemplate {
  readonly text: string
  readonly template: Omit<TemplateUse, 'isTwilio'>
}

/** The first template in the first of these languages that has one; undefined: there is none. */
export function templateIn(
  templates: readonly WindowTemplate[],
  languages: readonly Language[],
): WindowTemplate | undefined {
  for (const language of languages) {
    const found = templates.find((template) => languageOf(template) === language)
    if (found) return found
  }
  return undefined
}

/** `pt_BR` and `pt_PT` are both Portuguese. */
const languageOf = ({ language }: WindowTemplate): Language | undefined =>
  ({ pt: 'pt-BR', es: 'es', en: 'en' })[language.split('_', 1)[0] ?? ''] as Language | undefined

/** The template with its places filled; null when one of them wants what is not known. */
export function fillTemplate(
  { name, language, category, text, parameters }: WindowTemplate,
  facts: TemplateFacts,
): FilledTemplate | null {
  const filled: Record<string, string> = {}
  for (const [place, written] of Object.entries(parameters)) {
    const value = fillParameter(written, facts)
    if (value === null) return null
    filled[place] = value
  }
  const shown = text.replace(PLACE, (whole, place: string) => filled[place] ?? whole)
  return { text: shown, template: { name, language, category, parameters: filled } }
}

function fillParameter(written: string, facts: TemplateFacts): string | null {
  let isKnown = true
  const filled = written.replace(VALUE, (_whole, name: TemplateValue, otherwise: string | undefined) => {
    const value = facts[name] ?? otherwise
    isKnown &&= value !== undefined
    return value ?? ''
  })
  const plain = plainParameter(filled)
  return isKnown && plain !== '' ? plain : null
}

/**
 * As WhatsApp takes a parameter: one line, and without what Chatwoot strips from it (facts: Chatwoot §3.3). Nor braces: it
 * runs Liquid over them.
 */
const plainParameter = (text: string): string =>
  text
    .replace(/[<>"'`{}]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 1_000)

/** What is wrong with a template as it is written; null: it can be used. */
export function problemOfTemplate({ text, parameters }: Pick<WindowTemplate, 'text' | 'parameters'>): string | null {
  const places = new Set([...text.matchAll(PLACE)].map(([, place = '']) => place))
  for (const place of places) if (!Object.hasOwn(parameters, place)) return `nothing is said for {{${place}}}`
  for (const [place, written] of Object.entries(parameters)) {
    if (!places.has(place)) return `the text has no {{${place}}}`
    const [strange] = written.replace(VALUE, '').match(/\{[^}]*\}?/) ?? []
    if (strange !== undefined) return `"${strange}" is none of ${TEMPLATE_VALUES.map((name) => `{${name}}`).join(', ')}`
  }
  return null
}

/** `{{1}}`, `{{customer}}` */
const PLACE = /\{\{\s*([\w-]+)\s*\}\}/g
/** `{first_name}`, `{first_name|cliente}` */
const VALUE = new RegExp(`\\{(${TEMPLATE_VALUES.join('|')})(?:\\|([^{}]*))?\\}`, 'g')

/** Of the contact as Chatwoot names it. Whoever has no name is called by the phone number there, which is none. */
export function nameFacts(name: string | null): Pick<TemplateFacts, 'customer_name' | 'first_name'> {
  const whole = name?.trim() ?? ''
  if (!/\p{L}/u.test(whole)) return { customer_name: null, first_name: null }
  return { customer_name: whole, first_name: whole.split(/\s+/, 1)[0] ?? whole }
}
