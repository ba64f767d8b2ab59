import { useCallback, useMemo, useSyncExternalStore } from 'react'
import type { DemoShop } from '../api/demo-api.ts'
import { addressOf, type Place, placeAt } from './place.ts'

/** What is open, kept in the address bar: it can be linked to, and the browser's back button works. */
export function usePlace(shops: readonly DemoShop[]): [Place | null, (change: Partial<Place>) => void] {
  const address = useSyncExternalStore(subscribe, () => location.hash)
  const place = useMemo(() => placeAt(address, shops), [address, shops])
  const go = useCallback(
    (change: Partial<Place>) => {
      if (!place) return
      const shop = change.shop ?? place.shop
      const inbox = change.inbox ?? shop.inboxes.find(({ channel }) => channel === place.inbox.channel)
      const contact = change.contact ?? shop.contacts.find(({ key }) => key === place.contact.key)
      location.hash = addressOf({ shop, inbox: inbox ?? place.inbox, contact: contact ?? place.contact })
    },
    [place],
  )
  return [place, go]
}

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange)
  return () => removeEventListener('hashchange', onChange)
}
