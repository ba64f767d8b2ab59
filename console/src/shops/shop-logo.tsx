import type { DemoShop } from '../api/demo-api.ts'
import { initials, shopHue } from './shop-hue.ts'

/** A picture when the shop has one, else its emoji or letters on its colour. */
export function ShopLogo({ shop, size = 40 }: { shop: DemoShop; size?: number }) {
  const isPicture = /^(\/|https?:|data:image\/)/.test(shop.logo)
  const sign = shop.logo !== '' && shop.logo.length <= 6 ? shop.logo : initials(shop.name)
  const style = { '--hue': shopHue(shop.account), '--size': `${size}px` } as React.CSSProperties
  return (
    <span className="logo" style={style} aria-hidden="true">
      {isPicture ? <img src={shop.logo} alt="" /> : sign}
    </span>
  )
}
