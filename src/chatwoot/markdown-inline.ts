import type { Surface } from './surface.ts'

/**
 * Noncharacters, never in a text: what stands between them is the number of a piece that nothing may touch (code,
 * addresses) until `release` puts it back.
 */
const OPEN = '\uFDD0'
const SHUT = '\uFDD1'

export interface Held {
  readonly text: string
  readonly pieces: readonly string[]
}

/** Takes code and links out of the text, written as the surface needs them. */
export function holdPieces(markdown: string, surface: Surface): Held {
  const pieces: string[] = []
  const hold: Hold = (piece) => `${OPEN}${pieces.push(piece) - 1}${SHUT}`
  const text = markdown
    .replace(/[\uFDD0\uFDD1]/g, '')
    .replace(FENCE, (_all, _mark, code: string) => fenceOf(code, surface, hold))
    .replace(/`([^`\n]+)`/g, (_all, code: string) => hold(codeOf(code, surface)))
    .replace(LINK, (_all, label: string, url: string) => linkOf({ label, url }, surface, hold))
    .replace(/<((?:https?:\/\/|mailto:|tel:)[^<>\s]+)>/g, (_all, url: string) =>
      hold(url.replace(/^(?:mailto|tel):/, '')),
    )
    .replace(ADDRESS, hold)
  return { text, pieces }
}

export const release = ({ text, pieces }: Held): string =>
  text.replace(/\uFDD0(\d+)\uFDD1/g, (_all, at: string) => pieces[Number(at)] ?? '')

type Hold = (piece: string) => string

/** Without the stars and stops that stand behind it. */
const ADDRESS = /\bhttps?:\/\/[^\s<>*\uFDD0\uFDD1]+?(?=[.,;:!?'")\]~]{0,20}(?:[\s<>*\uFDD0]|$))/g
const FENCE = /^[ \t]*(`{3,}(?!`)|~{3,}(?!~))[^\n`]*\n([\s\S]*?)(?:\n[ \t]*\1[`~]*[ \t]*$|$(?![\s\S]))/gm
const LINK = /!?\[([^\]\n]{0,500})\]\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)/g

/** A block of code is lost in Chatwoot's older WhatsApp renderer; a line of it as a code span is not. */
function fenceOf(code: string, surface: Surface, hold: Hold): string {
  if (surface.markup === 'rich') return hold(`\`\`\`\n${code}\n\`\`\``)
  const lines = code.split('\n').map((line) => line.trim())
  return lines.map((line) => (line === '' || line.includes('`') ? line : hold(codeOf(line, surface)))).join('\n')
}

/** Where Chatwoot writes the text anew it also takes the ticks away that the channel cannot show. */
const codeOf = (code: string, { markup, isReparsed }: Surface): string =>
  isReparsed || markup !== 'plain' ? `\`${code}\`` : code

/** "Loja: https://…": most channels show the address alone, and the label would be lost. */
function linkOf({ label, url }: { label: string; url: string }, { markup }: Surface, hold: Hold): string {
  const target = url.replace(/^(?:mailto|tel):/, '')
  const words = label.replaceAll(OPEN, '').replaceAll(SHUT, '').trim()
  if (words === '' || bare(words) === bare(target)) return hold(target)
  return markup === 'rich' ? hold(`[${words}](${url})`) : `${words}: ${hold(target)}`
}

const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^(?:https?:\/\/)?(?:www\.)?/, '')
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Tags a model writes out of habit; Chatwoot drops tags with or without their meaning. */
export const withoutTags = (text: string): string =>
  text
    .replace(/<br\s*\/?>|<\/(?:p|div|li|h[1-6])>/gi, '\n')
    .replace(/<li(?:\s[^<>]*)?>/gi, '- ')
    .replace(/<\/?(?:p|div|span|b|strong|i|em|u|s|del|ul|ol|h[1-6]|font|center)(?:\s[^<>]*)?>/gi, '')

const BOLD =
  /(?<![\\*])\*\*(?=[^\s*])([^\n]{0,999}?[^\s*\\])\*\*(?!\*)|(?<![\\_\p{L}\p{N}])__(?=[^\s_])([^\n]{0,999}?[^\s_\\])__(?![_\p{L}\p{N}])/gu
const ITALIC =
  /(?<![\\*\p{L}\p{N}])\*(?=[^\s*])([^*\n]*[^\s*\\])\*(?![*\p{L}\p{N}])|(?<![\\_\p{L}\p{N}])_(?=[^\s_])([^_\n]*[^\s_\\])_(?![_\p{L}\p{N}])/gu
const STRIKE = /(?<![\\~])~~(?=[^\s~])([^\n]{0,999}?[^\s~\\])~~(?!~)/g

/** Emphasis in the surface's own signs, or none. */
export function emphasis(text: string, { markup }: Surface): string {
  if (markup === 'rich') return text
  const single = text.replace(/\*\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*\*/g, '**$1**')
  if (markup === 'whatsapp') return single.replace(BOLD, (_all, a, b) => bold(a ?? b)).replace(STRIKE, '~$1~')
  return single
    .replace(BOLD, (_all, a, b) => a ?? b)
    .replace(ITALIC, (_all, a, b) => a ?? b)
    .replace(STRIKE, '$1')
}

/** A star that ends a bold address would be taken for its last letter. */
const bold = (text: string): string => (text.includes(OPEN) ? text : `**${text}**`)

/**
 * `<` opens what Chatwoot's parser would take for a tag and drop, and the stars of "2*3*4" what it takes for emphasis.
 * Where it does not parse, our backslashes would be seen.
 */
export function escapes(text: string, { isReparsed, markup }: Surface): string {
  if (!isReparsed) return text.replace(/\\([!-/:-@[-`{-~])/g, '$1')
  const stars = markup === 'plain' ? /(?<!\\)\*/g : /(?<=[\p{L}\p{N}])\*(?=[\p{L}\p{N}])/gu
  return text.replace(/(?<!\\)<(?=[a-z/!?])/gi, '\\<').replace(stars, '\\*')
}
