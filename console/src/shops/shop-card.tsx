import type { DemoShop } from '../api/demo-api.ts'
import { ShopLogo } from './shop-logo.tsx'

/** One shop; the open one also says what it is about. */
export function ShopCard({ shop, isOpen, open }: { shop: DemoShop; isOpen: boolean; open: () => void }) {
  return (
    <button type="button" className="shop" aria-pressed={isOpen} onClick={open}>
      <ShopLogo shop={shop} />
      <span className="shop-words">
        <strong>{shop.name}</strong>
        <small>{shop.trade}</small>
        {isOpen && shop.about !== '' && <span className="shop-about">{shop.about}</span>}
      </span>
    </button>
  )
}
