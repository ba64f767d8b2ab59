import type { TextStyle } from './markdown-text.ts'

const same = (inner: string): string => inner
const item = (inner: string, number: number | null): string => `${number === null ? '-' : `${number}.`} ${inner}`

/** Bold and italic stay as WhatsApp's own marks; a link loses its label. */
export const WHATSAPP: TextStyle = {
  strong: (inner) => `*${inner}*`,
  em: (inner) => `_${inner}_`,
  code: (text) => `\`${text}\``,
  codeBlock: same,
  del: (inner) => `~~${inner}~~`,
  link: (_inner, url) => url,
  item,
  quote: (inner) => `> ${inner}`,
  heading: same,
  lineBreak: '\n',
  hasStrikethrough: false,
}

/** Facebook and Instagram: as WhatsApp, but code and quotes plain. */
export const MESSENGER: TextStyle = { ...WHATSAPP, code: same, quote: same }

/** Telegram's HTML. Text is not escaped, which is Chatwoot's own behaviour. */
export const TELEGRAM: TextStyle = {
  strong: (inner) => `<strong>${inner}</strong>`,
  em: (inner) => `<em>${inner}</em>`,
  code: (text) => `<code>${text}</code>`,
  codeBlock: (text) => `<pre>${text}</pre>`,
  del: (inner) => `<del>${inner}</del>`,
  link: (inner, url) => `<a href="${url}">${inner}</a>`,
  item: (inner, number) => `${number === null ? '•' : `${number}.`} ${inner}`,
  quote: (inner) => `<blockquote>${inner}</blockquote>`,
  heading: (inner) => `<strong>${inner}</strong>`,
  lineBreak: '\n',
  hasStrikethrough: true,
}

/** LINE drops list marks and joins the lines of a paragraph. */
export const LINE: TextStyle = {
  ...WHATSAPP,
  strong: (inner) => ` *${inner}* `,
  em: (inner) => ` _${inner}_ `,
  code: (text) => ` {${text}} `,
  codeBlock: (text) => `\`\`\`\n${text}\n\`\`\``,
  item: same,
  quote: same,
  lineBreak: ' ',
}

/** SMS: no marks at all; a link is its label and its address. */
export const PLAIN: TextStyle = {
  ...WHATSAPP,
  strong: same,
  em: same,
  code: same,
  del: same,
  link: (inner, url) => (inner === url || inner === '' ? url : `${inner} ${url}`),
  quote: same,
}
