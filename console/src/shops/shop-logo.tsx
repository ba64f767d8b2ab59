import type { DemoShop } from '../api/demo-api.ts'
import { initials, shopHue } from './shop-hue.ts'

/** A picture when the shop has one, else its letters on its colour: an emoji looks different, or not at all, on each machine. */
export function ShopLogo({ shop, size = 40 }: { shop: DemoShop; size?: number }) {
  const isPicture = /^(\/|https?:|data:image\/)/.test(shop.logo)
  const style = { '--hue': shopHue(shop.account), '--size': `${size}px` } as React.CSSProperties
  return (
    <span className="logo" style={style} aria-hidden="true">
      {isPicture ? <img src={shop.logo} alt="" /> : initials(shop.name)}
    </span>
  )
}
