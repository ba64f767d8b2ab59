import type { ChannelCrew } from './channel-crew.ts'

/** Every channel without a definition of its own: what all of them can show, within the shortest common length. */
export const DefaultCrew: ChannelCrew = {
  channel: 'default',
  maxChars: 1_000,
  markdown: 'none',
  buttons: null,
  showsImages: true,
  showsTyping: false,
  tone: 'You write in a messenger: a few short lines of plain text, plain URLs, no Markdown.',
}
