import type { DemoContact, DemoInbox, DemoShop } from '../api/demo-api.ts'

/** What is open, as the address says it: `#/cosmetics/account_1/whatsapp/ana`. */
export interface Place {
  readonly shop: DemoShop
  readonly inbox: DemoInbox
  readonly contact: DemoContact
}

export const addressOf = ({ shop, inbox, contact }: Place): string =>
  `#/${shop.tenant}/${inbox.channel}/${encodeURIComponent(contact.key)}`

/** What the address names, with the first of everything it does not; null when there is nothing to open. */
export function placeAt(address: string, shops: readonly DemoShop[]): Place | null {
  const parts = address.replace(/^#\/?/, '').split('/').map(decoded)
  const shop = shops.find(({ tenant }) => tenant === parts.slice(0, 2).join('/')) ?? shops[0]
  const inbox = shop?.inboxes.find(({ channel }) => channel === parts[2]) ?? shop?.inboxes[0]
  const contact = shop?.contacts.find(({ key }) => key === parts[3]) ?? shop?.contacts[0]
  return shop && inbox && contact ? { shop, inbox, contact } : null
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
