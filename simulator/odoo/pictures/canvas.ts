import { clamp, lighter, mix, type Paint, type Rgb } from './color.ts'

/** Distance to an outline (never more than the true one), negative inside, in hundredths of the picture's side. */
export type Outline = (x: number, y: number) => number

export interface Layer {
  readonly outline: Outline
  readonly paint: Paint
  /** How far the edge fades; a shadow's is wide. Default: one pixel. */
  readonly blur?: number
}

export const part = (outline: Outline, paint: Paint, blur?: number): Layer =>
  blur === undefined ? { outline, paint } : { outline, paint, blur }

/** `layers` from back to front on a soft ground of `color`; RGB bytes of a square of `size` pixels. */
export function drawn(layers: readonly Layer[], color: Rgb, size: number): Uint8Array {
  const pixels = new Float64Array(size * size * 3)
  const unit = 100 / size
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      put(pixels, (row * size + column) * 3, ground(color, (column + 0.5) * unit, (row + 0.5) * unit), 1)
  for (const layer of layers) lay(pixels, layer, { size, unit })
  return Uint8Array.from(pixels, (value) => Math.round(Math.min(255, Math.max(0, value))))
}

/** A wall that is brightest behind the product, and a floor a little darker. */
function ground(color: Rgb, x: number, y: number): Rgb {
  const away = clamp(Math.hypot(x - 50, (y - 44) * 0.9) / 72)
  const wall = lighter(color, 0.93 - 0.2 * away * away)
  return mix(wall, color, 0.07 * clamp((y - 74) / 8))
}

/** Side of a tile in pixels: one that an outline cannot reach is passed over at the cost of one measurement. */
const TILE = 16

function lay(pixels: Float64Array, layer: Layer, { size, unit }: { size: number; unit: number }): void {
  const edge = layer.blur ?? unit
  const reach = edge + (TILE / 2) * unit * Math.SQRT2
  for (let top = 0; top < size; top += TILE)
    for (let left = 0; left < size; left += TILE)
      if (layer.outline((left + TILE / 2) * unit, (top + TILE / 2) * unit) <= reach)
        layTile(pixels, layer, { size, unit, edge, top, left })
}

interface Tile {
  readonly size: number
  readonly unit: number
  readonly edge: number
  readonly top: number
  readonly left: number
}

function layTile(pixels: Float64Array, { outline, paint, blur }: Layer, { size, unit, edge, top, left }: Tile): void {
  for (let row = top; row < Math.min(top + TILE, size); row++) {
    const y = (row + 0.5) * unit
    for (let column = left; column < Math.min(left + TILE, size); column++) {
      const x = (column + 0.5) * unit
      const distance = outline(x, y)
      const cover = blur ? clamp(0.5 - distance / (2 * edge)) ** 2 : clamp(0.5 - distance / edge)
      if (cover > 0) put(pixels, (row * size + column) * 3, paint.at(x, y), cover * paint.opacity)
    }
  }
}

function put(pixels: Float64Array, at: number, color: Rgb, cover: number): void {
  for (let i = 0; i < 3; i++) {
    const below = pixels[at + i] ?? 0
    pixels[at + i] = below + ((color[i] ?? 0) - below) * cover
  }
}
