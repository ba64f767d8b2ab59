import type { Source } from './evidence.ts'

/** The small sign that ties a fact to its source: tools are lettered, passages numbered. */
export const sourceSign = ({ kind, index }: Source): string =>
  kind === 'tool' ? String.fromCharCode(65 + (index % 26)) : String(index + 1)
