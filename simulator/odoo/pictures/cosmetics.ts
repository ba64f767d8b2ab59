import { type Layer, part } from './canvas.ts'
import { darker, fall, flat, INK, lighter, type Rgb, round, WHITE } from './color.ts'
import { both, box, circle, ellipse, polygon, rim, stroke } from './outline.ts'

const GOLD: Rgb = [214, 176, 112]
const GREY: Rgb = [222, 219, 224]
const gloss = (layer: Layer['outline'], opacity = 0.35): Layer => part(layer, flat(WHITE, opacity))
/** A blank label with two lines of "print". */
const label = ([x, y, width, height]: readonly [number, number, number, number], ink: Rgb): Layer[] => [
  part(box([x, y, width, height], 1), flat(lighter(ink, 0.88))),
  part(box([x + width * 0.2, y + height * 0.32, width * 0.6, 1.6], 0.8), flat(darker(ink, 0.35))),
  part(box([x + width * 0.3, y + height * 0.58, width * 0.4, 1], 0.5), flat(darker(ink, 0.1), 0.7)),
]

export const cosmetics = {
  lipstick: (color: Rgb): Layer[] => [
    part(polygon('34,50 34,27 37,21 48,15 48,50', 0.8), round(color, [33, 49])),
    part(polygon('35.4,27 37.6,22.4 47,17.4 45.5,22', 0.6), flat(lighter(color, 0.35), 0.8)),
    part(box([32, 44, 18, 16], 0.8), round(GOLD, [32, 50])),
    part(box([28.5, 57, 25, 24], 1.6), round([52, 44, 56], [28.5, 53.5])),
    part(box([28.5, 60, 25, 1.4]), round(GOLD, [28.5, 53.5])),
    part(box([59, 43, 18, 38], 1.6), round([52, 44, 56], [59, 77])),
    part(box([59, 77, 18, 1.4]), round(GOLD, [59, 77])),
  ],
  gloss: (color: Rgb): Layer[] => [
    part(box([42.5, 12, 15, 34], 2.4), round(GOLD, [42.5, 57.5])),
    part(box([40, 45, 20, 36], 3), round(color, [40, 60])),
    part(box([40, 45, 20, 4], 0.8), round(darker(GOLD, 0.25), [40, 60])),
    gloss(box([43.4, 51, 2.6, 26], 1.3), 0.5),
  ],
  perfume: (color: Rgb): Layer[] => [
    part(box([44, 14, 12, 13], 1.6), round(GOLD, [44, 56])),
    part(box([46, 26, 8, 6]), round(darker(GOLD, 0.3), [46, 54])),
    part(box([30, 31, 40, 50], 5), round(lighter(color, 0.55), [30, 70])),
    part(box([33.5, 42, 33, 35.5], 3.4), fall(lighter(color, 0.2), color, [42, 78])),
    ...label([40, 50, 20, 16], color),
    gloss(box([35, 35, 3, 40], 1.5)),
  ],
  jar: (color: Rgb): Layer[] => [
    part(box([27, 50, 46, 31], 5), round(lighter(color, 0.35), [27, 73])),
    part(box([26, 38, 48, 14], 2.4), round(WHITE, [22, 74])),
    part(box([26, 49, 48, 1.6]), round(GOLD, [26, 74])),
    ...label([37, 58, 26, 15], color),
    gloss(box([30, 55, 2.6, 22], 1.3), 0.5),
  ],
  tube: (color: Rgb): Layer[] => [
    part(polygon('35,17 65,17 60,68 40,68', 1.4), round(lighter(color, 0.3), [34, 66])),
    part(box([34, 14, 32, 4], 1), flat(lighter(color, 0.15))),
    part(box([40, 67, 20, 14], 2), round(WHITE, [38, 60])),
    ...label([41, 32, 18, 20], color),
  ],
  pump: (color: Rgb): Layer[] => [
    part(box([47.5, 20, 5, 16], 1), round(GREY, [47.5, 52.5])),
    part(polygon('36,18 58,18 58,22.5 40,22.5 36,21', 1.2), round(GREY, [36, 58])),
    part(box([42, 30, 16, 8], 1.6), round(WHITE, [40, 58])),
    part(box([32, 36, 36, 45], 7), round(color, [32, 68])),
    ...label([38.5, 48, 23, 22], color),
    gloss(box([35.4, 43, 2.8, 32], 1.4), 0.4),
  ],
  palette: (color: Rgb): Layer[] => [
    part(polygon('24,24 76,24 80,52 20,52', 2), fall([70, 62, 76], [48, 41, 54], [22, 54])),
    part(polygon('28,27 72,27 75,49 25,49', 1), fall([214, 226, 236], [176, 192, 208], [26, 50])),
    gloss(polygon('34,27 44,27 38,49 28,49', 0), 0.35),
    part(polygon('20,54 80,54 84,80 16,80', 2), fall([70, 62, 76], [40, 34, 46], [52, 82])),
    ...[0, 1, 2, 3].flatMap((index): Layer[] => {
      const tone = [lighter(color, 0.55), lighter(color, 0.2), color, darker(color, 0.4)][index] ?? color
      return [part(ellipse([29 + index * 14, 67], [6, 7.4]), fall(lighter(tone, 0.2), tone, [60, 75]))]
    }),
  ],
  polish: (color: Rgb): Layer[] => [
    part(polygon('45,14 55,14 57,46 43,46', 1.4), round([52, 44, 56], [42, 58])),
    part(box([33, 46, 34, 35], 8), round(color, [33, 67])),
    part(box([43, 44, 14, 5], 1), round(GOLD, [43, 57])),
    gloss(box([37, 54, 3.4, 20], 1.7), 0.5),
  ],
  mascara: (color: Rgb): Layer[] => [
    part(box([34, 18, 13, 63], 4), round(color, [34, 47])),
    part(box([34, 44, 13, 2]), round(GOLD, [34, 47])),
    part(box([57, 52, 11, 29], 3), round(color, [57, 68])),
    part(stroke([62.5, 52], [62.5, 34], 1.4), flat(INK)),
    part(ellipse([62.5, 26], [3.6, 11]), flat([44, 38, 50])),
    ...[17, 20, 23, 26, 29, 32, 35].map((y): Layer => part(stroke([58.6, y + 1], [66.4, y - 1], 0.8), flat(INK))),
  ],
  brush: (color: Rgb): Layer[] => [
    part(polygon('47,50 53,50 51.6,81 48.4,81', 1), round(color, [46, 54])),
    part(box([44, 38, 12, 14], 1), round(GOLD, [44, 56])),
    part(both(ellipse([50, 30], [13, 20]), box([30, 8, 40, 32])), fall([96, 72, 66], [176, 140, 122], [10, 40])),
    gloss(ellipse([45, 26], [2.4, 9]), 0.25),
  ],
  soap: (color: Rgb): Layer[] => [
    part(box([24, 52, 52, 28], 10), fall(lighter(color, 0.5), color, [50, 82])),
    part(rim(box([30, 57, 40, 18], 7), 1), flat(WHITE, 0.6)),
    ...[
      [34, 42, 5],
      [45, 34, 3.4],
      [60, 40, 4.4],
      [67, 30, 2.6],
    ].flatMap(([x = 0, y = 0, r = 0]): Layer[] => [
      part(circle([x, y], r), flat(WHITE, 0.55)),
      part(rim(circle([x, y], r), 0.5), flat(lighter(color, 0.3), 0.8)),
    ]),
  ],
}
