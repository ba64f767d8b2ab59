import { isSecretName } from './without-secrets.ts'

const MASK = '[secret]'

/**
 * A text that is not YAML, as it may be shown: what follows a name of a secret is masked, to the next line that is
 * surely another key's. Rather too much than too little.
 */
export function maskedText(text: string): string {
  /** How deep the key stands whose secret may go on here; null: none does. */
  let hiddenBelow: number | null = null
  return text
    .split('\n')
    .map((line) => {
      const depth = line.length - line.trimStart().length
      if (hiddenBelow !== null && (depth > hiddenBelow || !KEY_LINE.test(line)))
        return line.trim() === '' ? line : `${line.slice(0, depth)}${MASK}`
      const end = endOfSecretName(line)
      hiddenBelow = end === null ? null : depth
      return end === null ? line : `${line.slice(0, end)}: ${MASK}`
    })
    .join('\n')
}

const KEY_LINE = /^\s*(?:- )?(?:"[^"]*"|'[^']*'|[\w.-]+)\s*:(?:\s|$)/
const WORD = /[\w.-]+/g

function endOfSecretName(line: string): number | null {
  for (const { 0: word, index } of line.matchAll(WORD)) if (isSecretName(word)) return index + word.length
  return null
}
