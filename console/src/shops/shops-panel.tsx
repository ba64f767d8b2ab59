import type { DemoShop } from '../api/demo-api.ts'
import { shownMessages } from '../chat/chat-state.ts'
import type { Chat } from '../chat/use-chat.ts'
import { Icon } from '../icons/icon.tsx'
import type { Place } from '../layout/place.ts'
import { useWords } from '../words/use-words.ts'
import { ChannelPicker } from './channel-picker.tsx'
import { ContactPicker } from './contact-picker.tsx'
import { ShopCard } from './shop-card.tsx'

interface Props {
  place: Place
  shops: readonly DemoShop[]
  go: (change: Partial<Place>) => void
  ask: (text: string) => void
  chat: Chat
}

/** The left column: which shop, which channel, who writes, what to ask. */
export function ShopsPanel({ place, shops, go, ask, chat }: Props) {
  const words = useWords()
  const isEmpty = shownMessages(chat.state).length === 0
  return (
    <section className="panel shops" aria-label={words.shops}>
      <div className="panel-scroll">
        <h2>{words.shops}</h2>
        <ul className="shop-list">
          {shops.map((shop) => (
            <li key={shop.tenant}>
              <ShopCard shop={shop} isOpen={shop.tenant === place.shop.tenant} open={() => go({ shop })} />
            </li>
          ))}
        </ul>
        <h2>{words.channels}</h2>
        <ChannelPicker place={place} go={go} />
        <div className="heading-row">
          <h2>{words.contacts}</h2>
          <button type="button" className="quiet" disabled={isEmpty} onClick={() => void chat.beginAnew()}>
            <Icon name="plus" size={14} />
            {words.newConversation}
          </button>
        </div>
        <ContactPicker place={place} go={go} />
        <h2>{words.tryAsking}</h2>
        <ul className="suggestions">
          {place.shop.suggestions.map((text) => (
            <li key={text}>
              <button type="button" onClick={() => ask(text)}>
                {text}
                <Icon name="send" size={14} />
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
