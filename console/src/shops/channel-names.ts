import type { DemoInbox } from '../api/demo-api.ts'

/** As people call them, the same in every language. */
export const CHANNEL_NAMES: Readonly<Record<DemoInbox['channel'], string>> = {
  whatsapp: 'WhatsApp',
  web: 'Web',
  instagram: 'Instagram',
  facebook: 'Facebook',
}
