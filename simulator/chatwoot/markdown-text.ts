import { Marked, type Tokens } from 'marked'

/** The parts of marked's tokens that are read here; which are there depends on the type. */
interface Token {
  readonly type: string
  readonly raw: string
  readonly text?: string
  readonly href?: string
  readonly tokens?: readonly Token[]
}

/** How the pieces of a text come out on one channel; each gets what is inside it already rendered. */
export interface TextStyle {
  readonly strong: (inner: string) => string
  readonly em: (inner: string) => string
  readonly code: (text: string) => string
  readonly codeBlock: (text: string) => string
  readonly del: (inner: string) => string
  readonly link: (inner: string, url: string) => string
  readonly item: (inner: string, number: number | null) => string
  readonly quote: (inner: string) => string
  readonly heading: (inner: string) => string
  /** Between two lines of one paragraph. */
  readonly lineBreak: string
  readonly hasStrikethrough: boolean
}

const commonMark = new Marked({ gfm: false })
const STRIKETHROUGH = /^~~(?=\S)([\s\S]*?\S)~~/
const withStrikethrough = new Marked({
  gfm: false,
  extensions: [
    {
      name: 'del',
      level: 'inline',
      start: (text: string) => text.indexOf('~~'),
      tokenizer(text: string) {
        const match = STRIKETHROUGH.exec(text)
        if (!match) return undefined
        return { type: 'del', raw: match[0], text: match[1] ?? '', tokens: this.lexer.inlineTokens(match[1] ?? '') }
      },
    },
  ],
})

/** Parses `markdown` as CommonMark and writes it in a channel's style (Chatwoot's Messages::MarkdownRendererService). */
export function renderText(markdown: string, style: TextStyle): string {
  const parser = style.hasStrikethrough ? withStrikethrough : commonMark
  return blocks(parser.lexer(markdown) as readonly Token[], style).replace(/\n+$/, '')
}

/** Blocks with as many line ends between them as the source has. */
function blocks(tokens: readonly Token[], style: TextStyle): string {
  return tokens
    .map((token, index) => {
      if (token.type === 'space') return ''
      const next = tokens[index + 1]
      const gap = lineEnds(token.raw) + (next?.type === 'space' ? lineEnds(next.raw) : 0)
      const isLast = !tokens.slice(index + 1).some((later) => later.type !== 'space')
      return block(token, style) + (isLast ? '' : '\n'.repeat(Math.max(1, gap)))
    })
    .join('')
}

const lineEnds = (raw: string): number => /\n*$/.exec(raw)?.[0].length ?? 0

function block(token: Token, style: TextStyle): string {
  switch (token.type) {
    case 'code':
      return style.codeBlock(token.text ?? '')
    case 'heading':
      return style.heading(inline(token.tokens ?? [], style))
    case 'blockquote':
      return style.quote(blocks(token.tokens ?? [], style))
    case 'list':
      return list(token as unknown as Tokens.List, style)
    case 'html':
    case 'hr':
    case 'def':
      return ''
    default:
      return token.tokens ? inline(token.tokens, style) : inline([token], style)
  }
}

function list({ items, ordered, start, loose }: Tokens.List, style: TextStyle): string {
  const lines = items.map((item, index) => {
    const number = ordered ? Number(start || 1) + index : null
    return style.item(blocks(item.tokens as readonly Token[], style), number)
  })
  return lines.join(loose ? '\n\n' : '\n')
}

function inline(tokens: readonly Token[], style: TextStyle): string {
  return tokens.map((token) => piece(token, style)).join('')
}

function piece(token: Token, style: TextStyle): string {
  const inner = () => inline(token.tokens ?? [], style)
  switch (token.type) {
    case 'strong':
      return style.strong(inner())
    case 'em':
      return style.em(inner())
    case 'del':
      return style.del(inner())
    case 'codespan':
      return style.code(unescaped(token.text ?? ''))
    case 'link':
      return style.link(inner(), token.href ?? '')
    case 'image':
      return style.link(token.text ?? '', token.href ?? '')
    case 'br':
      return '\n'
    case 'html':
      return ''
    case 'text':
      return token.tokens ? inner() : unescaped(token.text ?? '').replaceAll('\n', style.lineBreak)
    default:
      return unescaped(token.text ?? '')
  }
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' }
const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole)
