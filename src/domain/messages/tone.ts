import type { Tone } from './words.ts'

/** The wording for a tone: formal, friendly, casual. */
export const toned = (tone: Tone, [formal, friendly, casual]: readonly [string, string, string]): string =>
  tone === 'formal' ? formal : tone === 'casual' ? casual : friendly
