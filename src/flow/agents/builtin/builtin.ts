import { beginningOf } from '../../../base/beginning-of.ts'
import type { Said } from '../../../domain/turn.ts'
import { chooseTools, searchTexts } from './choose-tools.ts'
import { type ComposeInput, composeReply } from './compose.ts'
import { handoverSentence } from './hand-over.ts'
import { handoverNote, type NoteInput } from './hand-over-note.ts'
import { understand } from './understand.ts'

/** Characters read of one customer's message: who writes more asks no more, and every reader's time grows with it. */
const READ = 2_000

/**
 * The built-in engine: what a crew does without a model. Pure and synchronous but for the classifier's weights, which
 * are read on first use. Everything `flow/agents` needs of it is here. Of a customer's message only the beginning is
 * read, 2,000 characters.
 */
export const builtin = {
  understand: ((text, context) =>
    understand(read(text), { ...context, history: (context.history ?? []).map(readSaid) })) satisfies typeof understand,
  searchTexts: ((understanding, text) => searchTexts(understanding, read(text))) satisfies typeof searchTexts,
  chooseTools,
  composeReply: (input: ComposeInput) => composeReply(readAll(input)),
  handoverNote: (input: NoteInput) => handoverNote(readAll(input)),
  handoverSentence,
} as const

const read = (text: string): string => beginningOf(text, READ)

/** Our own words are as long as we made them, and what they asked stands at their end. */
const readSaid = (said: Said): Said => (said.by === 'crew' ? said : { ...said, text: read(said.text) })

const readAll = <T extends { readonly text: string; readonly history: readonly Said[] }>(input: T): T => ({
  ...input,
  text: read(input.text),
  history: input.history.map(readSaid),
})
