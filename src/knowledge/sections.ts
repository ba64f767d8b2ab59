/** A heading of a Markdown document and the text below it, up to the next heading. */
export interface Section {
  /** 1–6; 0 for what stands before the first heading. */
  readonly level: number
  readonly heading: string
  /** The headings it is under, itself last. */
  readonly titles: readonly string[]
  readonly text: string
  /** The file's line of the heading, from 1. */
  readonly line: number
}

/** The sections of `body`, whose first line is the file's line `firstLine`. `#` inside a code fence is text. */
export function sections(body: string, firstLine: number): Section[] {
  const found: (Omit<Section, 'text'> & { lines: string[] })[] = [
    { level: 0, heading: '', titles: [], line: firstLine, lines: [] },
  ]
  let path: { level: number; heading: string }[] = []
  let isFenced = false
  for (const [at, line] of body.split('\n').entries()) {
    if (/^\s*(```|~~~)/.test(line)) isFenced = !isFenced
    const [, marks, heading = ''] = (isFenced ? null : /^(#{1,6})(?:\s+(.*?))?\s*#*\s*$/.exec(line)) ?? []
    if (marks === undefined) {
      found.at(-1)?.lines.push(line)
      continue
    }
    path = [...path.filter(({ level }) => level < marks.length), { level: marks.length, heading }]
    const titles = path.map((each) => each.heading).filter(Boolean)
    found.push({ level: marks.length, heading, titles, line: firstLine + at, lines: [] })
  }
  return found.map(({ lines, ...section }) => ({ ...section, text: lines.join('\n').trim() }))
}
