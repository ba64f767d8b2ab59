import type { Json } from './records.ts'
import { isObject } from './request-body.ts'
import { RestError } from './rest-call.ts'

const CONTENT_TYPES = [
  ...['text', 'input_text', 'input_textarea', 'input_email', 'input_select', 'cards', 'form', 'article'],
  ...['incoming_email', 'input_csat', 'integrations', 'sticker', 'voice_call'],
]
const ITEM_KEYS: Record<string, readonly string[]> = {
  input_select: ['title', 'value'],
  cards: ['title', 'description', 'media_url', 'actions'],
  form: [
    ...['type', 'placeholder', 'label', 'name', 'options', 'default', 'required', 'pattern', 'title'],
    'pattern_error',
  ],
  article: ['title', 'description', 'link'],
}
const ACTION_KEYS = ['text', 'type', 'payload', 'uri']
const LONGEST_CONTENT = 150_000

/**
 * Chatwoot's checks of a new message (ContentAttributeValidator and Message).
 * @throws {RestError} 422 with the first thing that is wrong.
 */
export function checkContent(contentType: string, attributes: Json, content: string | null): void {
  if (!CONTENT_TYPES.includes(contentType)) throw refuse(`'${contentType}' is not a valid content_type`)
  if (content !== null && content.length > LONGEST_CONTENT) {
    throw refuse(`Validation failed: Content is too long (maximum is ${LONGEST_CONTENT} characters)`)
  }
  const allowed = ITEM_KEYS[contentType]
  if (allowed) checkItems(contentType, attributes.items, allowed)
}

function checkItems(contentType: string, items: unknown, allowed: readonly string[]): void {
  const list = Array.isArray(items) ? (items as unknown[]) : []
  if (list.length === 0) throw refuseAttributes('At least one item is required.')
  if (!list.every(isObject)) throw refuseAttributes('Items should be a hash.')
  refuseKeys('items', list, allowed)
  if (contentType !== 'cards') return
  const actions = list.map((item) => item.actions)
  if (!actions.every((action) => Array.isArray(action) && action.length > 0)) {
    throw refuseAttributes('contains items missing actions')
  }
  refuseKeys('actions', actions.flat().filter(isObject), ACTION_KEYS)
}

function refuseKeys(what: string, rows: readonly Json[], allowed: readonly string[]): void {
  const foreign = rows.flatMap(Object.keys).filter((key) => !allowed.includes(key))
  if (foreign.length === 0) return
  throw refuseAttributes(`contains invalid keys for ${what} : [${foreign.map((key) => `:${key}`).join(', ')}]`)
}

const refuse = (error: string): RestError => new RestError(422, { error })
const refuseAttributes = (error: string): RestError => refuse(`Validation failed: Content attributes ${error}`)
