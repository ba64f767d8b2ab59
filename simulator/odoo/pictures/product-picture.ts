import { drawn, type Layer } from './canvas.ts'
import { flat, INK, rgb } from './color.ts'
import { ellipse } from './outline.ts'
import { encodePng } from './png.ts'
import { SHAPES, type Shape } from './shapes.ts'

const SHADOW: Layer = { outline: ellipse([50, 81], [27, 2.6]), paint: flat(INK, 0.3), blur: 5 }

const drawnBefore = new Map<string, string>()

/** A product's photo for the demo: drawn here, the same every time. PNG as base64. */
export function pictureOf({ shape, color }: { shape: Shape; color: string }, size: number): string {
  const key = `${shape} ${color} ${size}`
  const kept = drawnBefore.get(key)
  if (kept) return kept
  const ink = rgb(color)
  const png = encodePng(size, size, drawn([SHADOW, ...SHAPES[shape](ink)], ink, size))
  const base64 = png.toString('base64')
  drawnBefore.set(key, base64)
  return base64
}
