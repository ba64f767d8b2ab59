import type { ChannelCrew } from './channel-crew.ts'

/** The web widget: all of Markdown, many buttons, typing is seen. */
export const WebCrew: ChannelCrew = {
  channel: 'web',
  maxChars: 10_000,
  markdown: 'full',
  buttons: { most: 10, titleChars: 80 },
  showsImages: true,
  showsTyping: true,
  tone: "You write in the chat of the shop's site: short paragraphs, Markdown with **bold**, lists and [links](https://…), no tables.",
}
