import type { Attachment } from '../domain/inbound.ts'
import { type Json, listAt, objectAt, textAt } from './json-shape.ts'

/** What a message carries besides text (facts: Chatwoot §1.5). At most 32 are kept; the key is absent when there are none. */
export const attachmentsOf = (value: unknown): readonly Attachment[] =>
  listAt(value, 32).map((element) => attachmentOf(objectAt(element)))

function attachmentOf(json: Json): Attachment {
  const kind = KINDS.get(json.file_type) ?? 'other'
  const url = textAt(json.data_url, 4_096)
  return { kind, url, label: textAt(labelOf(kind, json, url), 2_000) ?? '' }
}

function labelOf(kind: Attachment['kind'], json: Json, url: string | null): string {
  const title = textAt(json.fallback_title, 2_000)
  if (kind === 'audio') return textAt(json.transcribed_text, 2_000) ?? fileName(url)
  if (kind === 'location') return title ?? placeOf(json)
  if (kind === 'contact') return [personOf(objectAt(json.meta)), title].filter(Boolean).join(' ')
  return title ?? fileName(url)
}

const placeOf = ({ coordinates_lat: lat, coordinates_long: long }: Json): string =>
  typeof lat === 'number' && typeof long === 'number' ? `${lat},${long}` : ''

/** WhatsApp writes `firstName`, Telegram `first_name`. */
const personOf = (meta: Json): string =>
  [meta.firstName ?? meta.first_name, meta.lastName ?? meta.last_name]
    .map((part) => textAt(part, 200))
    .filter(Boolean)
    .join(' ')

function fileName(url: string | null): string {
  const name = /\/([^/?#]+)(?:[?#]|$)/.exec(url?.slice(url.indexOf('//') + 2) ?? '')?.[1] ?? ''
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

const KINDS: ReadonlyMap<unknown, Attachment['kind']> = new Map([
  ['image', 'image'],
  ['audio', 'audio'],
  ['video', 'video'],
  ['file', 'file'],
  ['location', 'location'],
  ['contact', 'contact'],
])
