import type { ChannelCrew } from './channel-crew.ts'

/** WhatsApp: short bubbles, bold by Markdown, three reply buttons of twenty characters (Cloud API). */
export const WhatsAppCrew: ChannelCrew = {
  channel: 'whatsapp',
  maxChars: 4_096,
  markdown: 'whatsapp',
  buttons: { most: 3, titleChars: 20 },
  showsImages: true,
  showsTyping: false,
  tone: 'You write on WhatsApp: a few short lines, **bold** for what matters, lists with "- ", plain URLs, no headings and no tables.',
}
