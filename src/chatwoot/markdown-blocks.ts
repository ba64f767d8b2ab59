import type { Surface } from './surface.ts'

/**
 * Lines as the channel can show them: headings become bold lines (e-mail keeps them), tables become list items that
 * name their columns, rules vanish. Where Chatwoot writes the text anew, list numbers are escaped, because its older
 * WhatsApp renderer turns every numbered item into a dash; nested items are told by another mark, because it flattens them.
 */
export function blocks(text: string, surface: Surface): string {
  const lines = text.split('\n')
  const written: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const table = tableAt(lines, at, bulletOf(surface))
    if (table) written.push(...table.items)
    else written.push(lineOf(lines[at] ?? '', surface))
    at += table ? table.height - 1 : 0
  }
  return written.join('\n')
}

function lineOf(line: string, surface: Surface): string {
  const { markup, channel } = surface
  if (/^\s{0,3}(?:(?:[-*_]\s*){3,}|=+)$/.test(line)) return ''
  const heading = /^\s{0,3}#{1,6}\s+(.*)$/.exec(line)?.[1]
  if (heading !== undefined) return channel === 'email' ? line : headingOf(heading, markup)
  const item = /^(\s*)(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/.exec(line)
  if (item) return itemOf(item, surface)
  const quote = /^\s{0,3}>\s?(.*)$/.exec(line)?.[1]
  if (quote !== undefined) return markup === 'plain' ? quote : `> ${quote}`
  return markup === 'rich' ? line : line.trimStart()
}

const headingOf = (heading: string, markup: Surface['markup']): string => {
  const bare = withoutEnd(heading).replaceAll('**', '')
  return markup === 'plain' || bare === '' ? bare : `**${bare}**`
}

/** Without the signs and spaces that may close a heading. */
const withoutEnd = (heading: string): string => {
  const line = heading.trimEnd()
  return line.replace(/(?<!#)#+$/, '').trimEnd()
}

function itemOf([, indent = '', , number, text = '']: RegExpExecArray, surface: Surface): string {
  const { markup, isReparsed } = surface
  if (markup === 'rich') return `${indent}${number ? `${number}.` : '-'} ${text}`
  if (number) return `${number}${isReparsed ? '\\' : ''}. ${text}`
  return `${indent.length > 1 ? '◦' : bulletOf(surface)} ${text}`
}

/** LINE's renderer drops the marks of lists altogether. */
const bulletOf = ({ channel }: Surface): string => (channel === 'line' ? '•' : '-')

interface Table {
  readonly items: readonly string[]
  /** In lines, head and ruler included. */
  readonly height: number
}

const RULER = /^\s*(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)*(?:\|\s*)?$/

function tableAt(lines: readonly string[], at: number, bullet: string): Table | null {
  const ruler = lines[at + 1]
  if (!lines[at]?.includes('|') || !ruler?.includes('|') || !RULER.test(ruler)) return null
  let end = at + 2
  while (lines[end]?.includes('|')) end++
  const rows = lines.slice(at + 2, end)
  const head = cellsOf(lines[at] ?? '')
  const items = rows.length > 0 ? rows.map((row) => `${bullet} ${rowOf(head, cellsOf(row))}`) : [head.join('; ')]
  return { items, height: rows.length + 2 }
}

const cellsOf = (row: string): readonly string[] =>
  row
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())

const rowOf = (head: readonly string[], cells: readonly string[]): string => {
  const told = cells.map((cell, at) => (head[at] && cell ? `${head[at]}: ${cell}` : cell))
  return told.filter(Boolean).join('; ')
}
