/** Red, green, blue, 0-255. */
export type Rgb = readonly [number, number, number]

export const WHITE: Rgb = [255, 255, 255]
export const INK: Rgb = [38, 34, 48]

export function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** `share` 0: all `one`; 1: all `other`. */
export const mix = (one: Rgb, other: Rgb, share: number): Rgb => [
  one[0] + (other[0] - one[0]) * share,
  one[1] + (other[1] - one[1]) * share,
  one[2] + (other[2] - one[2]) * share,
]

export const lighter = (color: Rgb, share: number): Rgb => mix(color, WHITE, share)
export const darker = (color: Rgb, share: number): Rgb => mix(color, INK, share)

/** The colour at a point of the picture, both 0-100, and how much it covers, 0-1. */
export interface Paint {
  readonly at: (x: number, y: number) => Rgb
  readonly opacity: number
}

export const flat = (color: Rgb, opacity = 1): Paint => ({ at: () => color, opacity })

/** From `top` to `bottom` between two heights. */
export const fall = (top: Rgb, bottom: Rgb, [from, to]: readonly [number, number]): Paint => ({
  at: (_, y) => mix(top, bottom, clamp((y - from) / (to - from))),
  opacity: 1,
})

/** A round body lit from the left: bright at a third, dark at the right edge. */
export const round = (color: Rgb, [left, right]: readonly [number, number]): Paint => ({
  at: (x) => {
    const across = clamp((x - left) / (right - left))
    const light = Math.exp(-(((across - 0.3) / 0.16) ** 2)) * 0.38
    const shade = Math.max(0, across - 0.55) * 0.55 + Math.max(0, 0.12 - across) * 1.4
    return darker(lighter(color, light), shade)
  },
  opacity: 1,
})

export const clamp = (value: number): number => Math.min(1, Math.max(0, value))
