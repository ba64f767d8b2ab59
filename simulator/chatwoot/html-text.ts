import { Marked } from 'marked'

/** The web widget's reading of a message: Markdown with every line end kept, raw HTML shown as text. */
const widget = new Marked({
  gfm: true,
  breaks: true,
  renderer: { html: ({ text }) => escaped(text), link: safeLink, image: safeLink },
})

/** HTML that is safe to insert: no tags of the author's, links only to http, https, mailto and tel. */
export const renderHtml = (markdown: string): string => String(widget.parse(markdown, { async: false })).trimEnd()

function safeLink({ href, text }: { href: string; text: string }): string {
  if (!/^(https?:|mailto:|tel:)/i.test(href)) return escaped(text)
  return `<a href="${escaped(href)}" rel="noopener noreferrer" target="_blank">${escaped(text)}</a>`
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
