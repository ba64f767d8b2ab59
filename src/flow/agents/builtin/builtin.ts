import { chooseTools, searchTexts } from './choose-tools.ts'
import { composeReply } from './compose.ts'
import { handoverSentence } from './hand-over.ts'
import { handoverNote } from './hand-over-note.ts'
import { understand } from './understand.ts'

/**
 * The built-in engine: what a crew does without a model. Pure and synchronous but for the classifier's weights, which
 * are read on first use. Everything `flow/agents` needs of it is here.
 */
export const builtin = { understand, searchTexts, chooseTools, composeReply, handoverNote, handoverSentence } as const
