import { LRUCache } from 'lru-cache'
import type { Intent, Want } from '../../../../domain/intent.ts'
import type { Passage } from '../../../../domain/passage.ts'
import { classify } from '../classifier.ts'

/** How sure the class of a passage's own question must be to count. */
const SURE = 0.6
/** Only what the classifier says of a text: the same for every tenant, so it may be kept for all of them. */
const known = new LRUCache<string, readonly Intent[]>({ max: 2_000 })

/** Whether a passage's question asks what the customer asks: the same kind of thing, another kind, or hard to say. */
export function kindOf({ question }: Passage, { intent, confidence }: Want): 'same' | 'other' | 'unknown' {
  if (question === null || intent === 'other' || confidence < SURE) return 'unknown'
  const kinds = kindsOf(question)
  if (kinds.includes(intent)) return 'same'
  return kinds.length > 0 && !kinds.includes('other') ? 'other' : 'unknown'
}

function kindsOf(question: string): readonly Intent[] {
  const before = known.get(question)
  if (before) return before
  const sure = question
    .split('|')
    .map(classify)
    .filter(({ confidence }) => confidence >= SURE)
  const kinds = [...new Set(sure.map(({ intent }) => intent))]
  known.set(question, kinds)
  return kinds
}
