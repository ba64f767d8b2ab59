import { channelFacts } from './channel-facts.ts'
import type { Message } from './records.ts'
import { isObject } from './request-body.ts'

/** What becomes of a message's `template_params`: what the customer reads, or why nothing is sent; null: it has none. */
export type TemplateSend = { readonly body: string } | { readonly error: string } | null

/**
 * Chatwoot looks the template up by name and language among the inbox's approved ones
 * (Whatsapp::TemplateProcessorService); the platform then counts the parameters.
 */
export function templateSend(message: Message): TemplateSend {
  const { inbox } = message.conversation
  const params = message.additional.template_params
  if (!isObject(params)) return null
  const { key } = channelFacts(inbox)
  if (key !== 'whatsapp' && key !== 'twilio_whatsapp') return null
  const template = inbox.templates.find(
    ({ name, language, status }) => name === params.name && language === params.language && status === 'approved',
  )
  if (!template) return { error: 'Template not found or invalid template name' }
  const given = key === 'twilio_whatsapp' ? params.processed_params : bodyOf(params.processed_params)
  const values = isObject(given) ? given : {}
  const places = [...template.body.matchAll(PLACE)].map(([, place = '']) => place)
  const isComplete = places.every((place) => String(values[place] ?? '') !== '')
  if (!isComplete || Object.keys(values).length !== new Set(places).size)
    return { error: '(#132000) Number of parameters does not match the expected number of params' }
  return { body: template.body.replace(PLACE, (_whole, place: string) => clean(values[place])) }
}

const PLACE = /\{\{(\w+)\}\}/g

/** By components since 4.5; flat before, and still taken. */
const bodyOf = (processed: unknown): unknown =>
  isObject(processed) && isObject(processed.body) ? processed.body : processed

/** Whatsapp::TemplateParameterService. */
const clean = (value: unknown): string =>
  String(value)
    .replace(/[<>"'`]/g, '')
    .slice(0, 1_000)
