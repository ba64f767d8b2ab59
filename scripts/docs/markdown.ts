/** A table of Markdown. A cell is one line, in which neither `|` nor `<` means anything. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellOf).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A page made from code: says so, and how to make it again. */
export const page = (title: string, source: string, parts: readonly string[]): string =>
  `${[`# ${title}`, `Made from \`${source}\` by \`npm run docs\`; change it there.`, ...parts].join('\n\n')}\n`

/** Between backticks everything stands for itself already. */
const cellOf = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '\\<') : part))
    .join('`')
