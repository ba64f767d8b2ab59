import type { Button, OutboundImage, TemplateUse } from '../domain/outbound.ts'
import type { Json } from './json-shape.ts'
import { withMarker } from './marker.ts'
import { Multipart } from './multipart.ts'

/** One message to post, as `render.ts` made it: nothing of it is changed any more. */
export interface Post {
  readonly conversation: number
  readonly text: string
  /** A note for the attendants, never seen by the customer. */
  readonly isPrivate?: boolean
  /** Names the outbox row; comes back in the echo and is found by reading back. */
  readonly marker?: string | null
  readonly contentAttributes?: Json
  /** Sent as `input_select`; not together with an image. */
  readonly buttons?: readonly Button[]
  readonly image?: OutboundImage | null
  /** Sent in the place of the text, by WhatsApp's own rules. */
  readonly template?: TemplateUse | null
  /** Asks the customer to rate; drawn by the web widget. */
  readonly isRating?: boolean
}

/** The body of `POST …/messages`: JSON, or multipart when there is a file to carry (facts: Chatwoot §3.3). */
export function postBody(post: Post): Json | Multipart {
  const attributes = contentAttributesOf(post)
  if (post.image) return formOf(post, post.image, attributes)
  return {
    content: post.text,
    message_type: 'outgoing',
    private: post.isPrivate === true,
    ...(post.buttons?.length ? { content_type: 'input_select' } : {}),
    ...(post.isRating ? { content_type: 'input_csat' } : {}),
    ...(post.template ? { template_params: templateParams(post.template) } : {}),
    content_attributes: attributes,
  }
}

/** Twilio's are flat; Chatwoot's own WhatsApp inboxes take them by the template's components (facts: Chatwoot §3.3). */
function templateParams({ name, language, category, parameters, isTwilio }: TemplateUse): Json {
  return isTwilio
    ? { name, language, processed_params: parameters }
    : { name, language, category, processed_params: { body: parameters } }
}

/** Chatwoot refuses any other key in an item than title and value; equal, so that both kinds of answer are known. */
function contentAttributesOf({ marker, contentAttributes = {}, buttons = [] }: Post): Json {
  const items = buttons.map(({ title }) => ({ title, value: title }))
  const whole = items.length > 0 ? { ...contentAttributes, items } : contentAttributes
  return marker ? withMarker(marker, whole) : whole
}

const formOf = ({ text, isPrivate }: Post, image: OutboundImage, attributes: Json): Multipart =>
  new Multipart({
    ...(text ? { content: text } : {}),
    message_type: 'outgoing',
    private: String(isPrivate === true),
    content_attributes: JSON.stringify(attributes),
    'attachments[]': image,
  })
