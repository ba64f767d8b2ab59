import type { Button, OutboundAction, OutboundImage, TemplateUse } from '../domain/outbound.ts'
import { escapeLiquid, JOINER } from './liquid.ts'
import { blocks } from './markdown-blocks.ts'
import { emphasis, escapes, holdPieces, release, withoutTags } from './markdown-inline.ts'
import { splitText } from './split.ts'
import type { Surface } from './surface.ts'

/** One message as it is posted: `api.postMessage` takes it with a conversation and a marker. */
export interface Part {
  readonly text: string
  readonly buttons: readonly Button[]
  readonly image: OutboundImage | null
  readonly template?: TemplateUse
}

/**
 * What a message becomes on this surface, in the order it is posted: an image first and alone where it cannot have the
 * whole text beside it, the text in as many parts as the channel needs, buttons on the last (or, where the channel or
 * their lengths forbid buttons, as a numbered list). Texts are final: rendered, split and Liquid-escaped.
 */
export function renderMessage(
  message: Omit<OutboundAction & { kind: 'message' }, 'kind'>,
  surface: Surface,
): readonly Part[] {
  const { text, image, template } = message
  // It is sent as it was approved: its text is only shown, and one template is one message.
  if (template) return [{ text: escapeLiquid(text), buttons: [], image: null, template }]
  const buttons = distinct(message.buttons)
  const rules = text.trim() && buttonsFit(buttons, surface) ? surface.buttons : null
  const texts = rules
    ? textsBesideButtons(text, surface)
    : splitText(render(withOptions(text, buttons), surface), surface.textLimit)
  const isCaption = image !== null && !rules && texts.length === 1 && (texts[0]?.length ?? 0) <= surface.captionLimit
  const parts = texts.map((part, at) => ({
    text: escapeLiquid(part),
    buttons: rules && at === texts.length - 1 ? buttons : [],
    image: isCaption ? image : null,
  }))
  return image && !isCaption ? [{ text: '', buttons: [], image }, ...parts] : parts
}

/**
 * A note for attendants: markdown as the dashboard shows it. It quotes customers, who may ring nobody
 * (`[@x](mention://user/7/x)` notifies that user) and show nothing (`![x](…)` is fetched by whoever reads it): a word
 * joiner stands in both.
 */
export const renderNote = (text: string): string =>
  escapeLiquid(text.trim())
    .replace(/mention:(?=\/\/)/gi, `$&${JOINER}`)
    .replace(/!(?=\[)/g, `!${JOINER}`)

/** Markdown as models and templates write it → the text to post on this surface, before splitting and Liquid. */
export function render(markdown: string, surface: Surface): string {
  const { text, pieces } = holdPieces(markdown.replace(/\r\n?/g, '\n').toWellFormed(), surface)
  const lines = escapes(emphasis(blocks(withoutTags(text), surface), surface), surface)
  const whole = release({ text: lines, pieces })
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  if (surface.channel === 'line') return whole.replace(/\n+/g, '\n\n')
  // Chatwoot hands texts to Telegram as HTML without escaping them; one "<" makes Telegram refuse the message.
  return surface.channel === 'telegram' ? whole.replaceAll('\\<', '‹').replaceAll('<', '‹') : whole
}

/** The last text is short enough to have buttons. */
function textsBesideButtons(text: string, surface: Surface): readonly string[] {
  const { textLimit = surface.textLimit, isTextRaw = false } = surface.buttons ?? {}
  const rendered = render(text, isTextRaw ? { ...surface, isReparsed: false } : surface)
  const texts = splitText(rendered, surface.textLimit)
  return [...texts.slice(0, -1), ...splitText(texts.at(-1) ?? '', textLimit)]
}

/** Two buttons of one title are refused by WhatsApp, and are one answer anyway. */
const distinct = (buttons: readonly Button[]): readonly Button[] =>
  buttons.filter(({ title }, at) => buttons.findIndex((other) => other.title === title) === at)

function buttonsFit(buttons: readonly Button[], { buttons: rules }: Surface): boolean {
  if (!rules || buttons.length === 0 || buttons.length > rules.most) return false
  const limit = rules.titleLimit[buttons.length <= rules.few ? 0 : 1]
  return buttons.every(
    ({ title }) => title.trim() !== '' && Buffer.byteLength(title) <= limit * 2 && title.length <= limit,
  )
}

const withOptions = (text: string, buttons: readonly Button[]): string =>
  [text.trim(), buttons.map(({ title }, at) => `${at + 1}. ${title}`).join('\n')].filter(Boolean).join('\n\n')
