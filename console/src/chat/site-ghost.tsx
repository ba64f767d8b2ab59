import type { DemoShop } from '../api/demo-api.ts'
import { Icon } from '../icons/icon.tsx'

const CARDS = ['a', 'b', 'c', 'd', 'e', 'f']

/** A faint shop page behind the web widget, so that the widget is seen where it lives. */
export function SiteGhost({ shop }: { shop: DemoShop }) {
  return (
    <div className="site" aria-hidden="true">
      <div className="site-bar">
        <b>{shop.name}</b>
        <i />
        <i />
        <i />
      </div>
      <div className="site-hero" />
      <div className="site-grid">
        {CARDS.map((card) => (
          <span key={card} />
        ))}
      </div>
      <span className="launcher">
        <Icon name="close" size={24} />
      </span>
    </div>
  )
}
