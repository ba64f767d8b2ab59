import { type Layer, type Outline, part } from './canvas.ts'
import { darker, fall, flat, lighter, type Rgb, round, WHITE } from './color.ts'
import { both, box, circle, either, ellipse, polygon, rim, stroke, without } from './outline.ts'

const CREAM: Rgb = [250, 243, 230]
const paw = (x: number, y: number, size: number): Outline =>
  either(
    ellipse([x, y + size * 0.5], [size * 0.95, size * 0.8]),
    ...[-1.15, -0.42, 0.42, 1.15].map((side) =>
      ellipse([x + side * size, y - size * (Math.abs(side) > 1 ? 0.35 : 0.95)], [size * 0.36, size * 0.5]),
    ),
  )
const bone = (x: number, y: number, size: number): Outline =>
  either(
    box([x - size, y - size * 0.3, size * 2, size * 0.6]),
    ...[-1, 1].flatMap((side) => [-1, 1].map((up) => circle([x + side * size, y + up * size * 0.36], size * 0.44))),
  )

export const pets = {
  bag: (color: Rgb): Layer[] => [
    part(polygon('29,22 71,22 74,79 26,79', 2), round(color, [24, 76])),
    part(polygon('28,14 72,14 71,24 29,24', 1), round(darker(color, 0.18), [26, 74])),
    part(stroke([30, 19], [70, 19], 0.6), flat(WHITE, 0.6)),
    part(circle([50, 46], 15), flat(CREAM)),
    part(paw(50, 46, 6.6), flat(color)),
    part(box([34, 66, 32, 3.4], 1.7), flat(CREAM, 0.92)),
    part(box([40, 71.6, 20, 2], 1), flat(CREAM, 0.7)),
  ],
  can: (color: Rgb): Layer[] => [
    part(either(box([30, 38, 40, 38]), ellipse([50, 76], [20, 5])), round(color, [30, 70])),
    part(ellipse([50, 38], [20, 5]), fall([232, 234, 238], [186, 190, 198], [33, 43])),
    part(rim(ellipse([50, 38], [18.6, 4]), 0.6), flat([150, 154, 164])),
    part(circle([50, 59], 11), flat(CREAM)),
    part(paw(50, 59, 4.8), flat(color)),
  ],
  bone: (color: Rgb): Layer[] => [
    part(bone(50, 62, 24), fall(lighter(color, 0.4), color, [44, 80])),
    part(box([34, 57, 32, 2], 1), flat(WHITE, 0.5)),
  ],
  ball: (color: Rgb): Layer[] => [
    part(circle([50, 55], 26), {
      at: (x, y) =>
        darker(
          lighter(color, Math.max(0, 0.5 - Math.hypot(x - 41, y - 45) / 44)),
          Math.max(0, (Math.hypot(x - 44, y - 48) - 18) / 60),
        ),
      opacity: 1,
    }),
    part(both(circle([50, 55], 26), rim(circle([14, 55], 30), 2.4)), flat(CREAM)),
    part(both(circle([50, 55], 26), rim(circle([86, 55], 30), 2.4)), flat(CREAM)),
  ],
  collar: (color: Rgb): Layer[] => [
    part(without(ellipse([50, 48], [32, 24]), ellipse([50, 46], [26, 18])), round(color, [18, 82])),
    part(rim(ellipse([50, 47.4], [29, 21.4]), 0.7), flat(WHITE, 0.5)),
    part(box([24, 55, 9, 10], 1.6), flat([206, 208, 214])),
    part(circle([52, 75], 6), round([232, 196, 112], [46, 58])),
    part(paw(52, 75, 2.2), flat([164, 122, 52])),
  ],
  bowl: (color: Rgb): Layer[] => [
    part(ellipse([50, 50], [27, 8]), flat(darker(color, 0.45))),
    ...[
      [38, 47, 4],
      [46, 45, 4.6],
      [54, 45.4, 4.4],
      [62, 47, 4],
      [42, 49, 4],
      [50, 49.4, 4.6],
      [58, 49, 4],
    ].map(
      ([x = 0, y = 0, r = 0]): Layer => part(circle([x, y], r), fall([190, 136, 86], [142, 94, 56], [y - r, y + r])),
    ),
    part(without(polygon('22,50 78,50 84,78 16,78', 2), ellipse([50, 46], [28, 8])), round(color, [16, 84])),
    part(bone(50, 67, 8), flat(CREAM)),
  ],
  'pet-bed': (color: Rgb): Layer[] => [
    part(ellipse([50, 62], [38, 18]), fall(lighter(color, 0.2), darker(color, 0.1), [44, 80])),
    part(ellipse([50, 57], [27, 10.4]), fall(lighter(color, 0.72), lighter(color, 0.5), [46, 68])),
    part(paw(50, 57.6, 4), flat(color, 0.45)),
  ],
  'pet-house': (color: Rgb): Layer[] => [
    part(box([26, 44, 48, 37], 1.6), fall(lighter(color, 0.35), color, [44, 81])),
    part(polygon('50,16 80,46 20,46', 2), fall(darker(color, 0.15), darker(color, 0.4), [16, 46])),
    part(either(circle([50, 64], 11), box([39, 64, 22, 17])), flat(darker(color, 0.75))),
    part(bone(50, 38, 5), flat(CREAM)),
  ],
  box: (color: Rgb): Layer[] => [
    part(polygon('24,34 58,38 58,80 24,75', 0.8), fall(lighter(color, 0.18), color, [34, 80])),
    part(polygon('58,38 78,32 78,72 58,80', 0.8), fall(darker(color, 0.1), darker(color, 0.3), [32, 80])),
    part(polygon('24,34 46,28 78,32 58,38', 0.8), flat(lighter(color, 0.45))),
    part(circle([41, 57], 9), flat(CREAM)),
    part(paw(41, 57, 4), flat(color)),
  ],
  'fish-toy': (color: Rgb): Layer[] => [
    part(polygon('68,56 86,44 82,56 86,69', 1.6), fall(color, darker(color, 0.2), [44, 69])),
    part(ellipse([46, 57], [28, 15]), fall(lighter(color, 0.35), color, [42, 72])),
    ...[44, 54, 63].map(
      (x): Layer => part(both(ellipse([46, 57], [28, 15]), rim(circle([x - 16, 57], 16), 1)), flat(WHITE, 0.55)),
    ),
    part(circle([28, 53], 3), flat(WHITE)),
    part(circle([28.4, 53], 1.5), flat([38, 34, 48])),
  ],
}
