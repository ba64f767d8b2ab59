import { Icon } from '../icons/icon.tsx'
import type { Place } from '../layout/place.ts'
import { ShopLogo } from '../shops/shop-logo.tsx'
import { useWords } from '../words/use-words.ts'

/** The head of the channel's app: the shop as its customer sees it. */
export function ChatHeader({ place: { shop, inbox }, isTyping }: { place: Place; isTyping: boolean }) {
  const words = useWords()
  const below = {
    whatsapp: words.businessAccount,
    web: words.repliesInSeconds,
    instagram: words.socialHandle(shop.name),
    facebook: words.online,
  }[inbox.channel]
  return (
    <header className="chat-head">
      <ShopLogo shop={shop} size={38} />
      <span className="chat-head-words">
        <strong>{shop.name}</strong>
        <small>{isTyping && inbox.channel === 'web' ? words.typing : below}</small>
      </span>
      {!inbox.ownCrew && (
        <span className="badge" title={words.defaultCrewHint}>
          {words.defaultCrew}
        </span>
      )}
      <span className="chat-head-mark">
        <Icon name={inbox.channel} size={20} />
      </span>
    </header>
  )
}
