import type { Outline } from './canvas.ts'

type Point = readonly [number, number]

/** A box by its left upper corner, with rounded corners. */
export function box([left, top, width, height]: readonly [number, number, number, number], corner = 0): Outline {
  const [x0, y0] = [left + width / 2, top + height / 2]
  return (x, y) => {
    const dx = Math.abs(x - x0) - width / 2 + corner
    const dy = Math.abs(y - y0) - height / 2 + corner
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner
  }
}

export const circle =
  ([x0, y0]: Point, radius: number): Outline =>
  (x, y) =>
    Math.hypot(x - x0, y - y0) - radius

export const ellipse =
  ([x0, y0]: Point, [rx, ry]: Point): Outline =>
  (x, y) =>
    (Math.hypot((x - x0) / rx, (y - y0) / ry) - 1) * Math.min(rx, ry)

/** A polygon, its corners as `x,y x,y …`, rounded outwards by `corner`. */
export function polygon(corners: string, corner = 0): Outline {
  const points = corners.split(' ').map((pair) => pair.split(',').map(Number) as unknown as Point)
  return (x, y) => {
    let nearest = Number.POSITIVE_INFINITY
    let isInside = false
    for (const [index, [ax, ay]] of points.entries()) {
      const [bx, by] = points[(index + 1) % points.length] ?? [ax, ay]
      const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2 || 1)
      const share = Math.min(1, Math.max(0, along))
      nearest = Math.min(nearest, Math.hypot(x - ax - (bx - ax) * share, y - ay - (by - ay) * share))
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside
    }
    return (isInside ? -nearest : nearest) - corner
  }
}

/** A line with round ends. */
export const stroke = (from: Point, to: Point, width: number): Outline => polygon(`${from} ${to}`, width / 2)

/** Only the rim of an outline. */
export const rim =
  (outline: Outline, width: number): Outline =>
  (x, y) =>
    Math.abs(outline(x, y)) - width / 2

export const either =
  (...outlines: readonly Outline[]): Outline =>
  (x, y) =>
    Math.min(...outlines.map((outline) => outline(x, y)))

export const both =
  (...outlines: readonly Outline[]): Outline =>
  (x, y) =>
    Math.max(...outlines.map((outline) => outline(x, y)))

export const without =
  (outline: Outline, hole: Outline): Outline =>
  (x, y) =>
    Math.max(outline(x, y), -hole(x, y))
