import { type Layer, part } from './canvas.ts'
import { darker, fall, flat, lighter, type Rgb, round, WHITE } from './color.ts'
import { box, circle, ellipse, polygon, stroke, without } from './outline.ts'

const WOOD: Rgb = [164, 112, 70]
const legs = (xs: readonly number[], [top, bottom]: readonly [number, number], color: Rgb, width = 2.6): Layer[] =>
  xs.map((x) => part(box([x, top, width, bottom - top], 0.8), round(color, [x - 1, x + width + 1])))
/** Seams of boards, one shade darker. */
const grain = (lines: readonly (readonly [number, number, number])[], color: Rgb): Layer[] =>
  lines.map(([from, to, y]) => part(stroke([from, y], [to, y], 0.4), flat(darker(color, 0.35), 0.5)))

/** Left, top, width, colour. */
const BOOKS: readonly (readonly [number, number, number, Rgb])[] = [
  [33, 21, 3.4, [188, 92, 84]],
  [37, 24, 3, [86, 120, 148]],
  [40.6, 22, 3.8, [226, 186, 110]],
  [45, 25, 3, [110, 140, 112]],
]

export const furniture = {
  table: (color: Rgb): Layer[] => [
    ...legs([24, 74], [52, 74], darker(color, 0.3)),
    part(polygon('20,42 80,42 90,51 10,51', 0.6), fall(lighter(color, 0.32), lighter(color, 0.08), [42, 51])),
    ...grain(
      [
        [17, 83, 44.6],
        [14, 86, 47.4],
      ],
      color,
    ),
    part(box([9.4, 51, 81.2, 4], 0.8), fall(color, darker(color, 0.25), [51, 55])),
    ...legs([13, 84], [55, 81], color, 3.2),
    part(ellipse([50, 43.4], [5, 1.4]), flat(darker(color, 0.4), 0.4)),
    part(polygon('46,34 54,34 52.6,43 47.4,43', 0.8), round([236, 232, 226], [45, 55])),
    part(stroke([50, 34], [46, 24], 0.8), flat([92, 128, 88])),
    part(stroke([50, 34], [55, 22], 0.8), flat([92, 128, 88])),
    part(ellipse([45, 22.6], [2.4, 3.4]), flat([120, 158, 110])),
    part(ellipse([56, 20.6], [2.4, 3.6]), flat([104, 146, 98])),
  ],
  chair: (color: Rgb): Layer[] => [
    ...legs([36, 61], [30, 74], darker(WOOD, 0.25), 2.4),
    part(box([34, 18, 32, 27], 6), fall(lighter(color, 0.22), color, [18, 46])),
    part(polygon('33,50 67,50 71,57 29,57', 1.6), fall(lighter(color, 0.3), color, [49, 58])),
    part(box([28, 57, 44, 4], 1.4), fall(darker(color, 0.12), darker(color, 0.3), [57, 61])),
    ...legs([30, 67.4], [61, 81], WOOD, 2.8),
  ],
  armchair: (color: Rgb): Layer[] => [
    ...legs([30, 67], [74, 81], WOOD, 3),
    part(box([29, 24, 42, 44], 10), fall(lighter(color, 0.2), color, [24, 66])),
    part(box([31, 54, 38, 14], 4), fall(lighter(color, 0.3), color, [54, 68])),
    part(box([20, 46, 14, 30], 6), round(color, [18, 38])),
    part(box([66, 46, 14, 30], 6), round(darker(color, 0.08), [64, 82])),
    part(box([28, 66, 44, 10], 3), fall(darker(color, 0.08), darker(color, 0.22), [66, 76])),
  ],
  sofa: (color: Rgb): Layer[] => [
    ...legs([17, 80], [72, 81], WOOD, 3),
    part(box([14, 32, 72, 36], 7), fall(lighter(color, 0.16), color, [32, 66])),
    part(box([18, 36, 31, 24], 4), fall(lighter(color, 0.28), lighter(color, 0.08), [36, 60])),
    part(box([51, 36, 31, 24], 4), fall(lighter(color, 0.28), lighter(color, 0.08), [36, 60])),
    part(box([17, 56, 33, 11], 3.4), fall(lighter(color, 0.34), color, [55, 67])),
    part(box([50, 56, 33, 11], 3.4), fall(lighter(color, 0.34), color, [55, 67])),
    part(box([8, 44, 13, 30], 5.6), round(color, [6, 24])),
    part(box([79, 44, 13, 30], 5.6), round(darker(color, 0.08), [77, 94])),
    part(box([14, 66, 72, 8], 2), fall(darker(color, 0.1), darker(color, 0.25), [66, 74])),
    part(box([23, 42, 14, 14], 3), fall([246, 222, 178], [226, 190, 132], [42, 56])),
  ],
  lamp: (color: Rgb): Layer[] => [
    part(ellipse([50, 44], [34, 30]), flat([255, 244, 206], 0.5), 16),
    part(stroke([50, 40], [50, 78], 1.8), round(WOOD, [48, 52])),
    part(polygon('40,16 60,16 69,42 31,42', 1), round(color, [30, 70])),
    part(box([30, 41, 40, 2], 1), flat(lighter(color, 0.4))),
    part(box([38, 77.4, 24, 3.6], 1.6), round(darker(WOOD, 0.2), [38, 62])),
  ],
  shelf: (color: Rgb): Layer[] => [
    part(box([28, 14, 44, 67], 1.2), fall(color, darker(color, 0.2), [14, 81])),
    ...[18, 38, 58].map(
      (y): Layer => part(box([31, y, 38, 17], 0.6), fall(lighter(color, 0.72), lighter(color, 0.5), [y, y + 17])),
    ),
    ...BOOKS.map(([x, y, width, tone]): Layer => part(box([x, y, width, 35 - y], 0.4), flat(tone))),
    part(ellipse([58, 50], [5, 5]), round([236, 232, 226], [52, 64])),
    part(box([55.4, 43, 5.2, 6], 1), round([236, 232, 226], [54, 62])),
    part(box([36, 66, 14, 9], 1), flat([230, 214, 190])),
    part(box([53, 66, 12, 9], 1), flat([206, 182, 152])),
  ],
  bed: (color: Rgb): Layer[] => [
    part(box([14, 26, 72, 40], 4), fall(lighter(WOOD, 0.1), darker(WOOD, 0.1), [26, 66])),
    part(box([20, 40, 27, 15], 5), fall(WHITE, [226, 226, 234], [40, 55])),
    part(box([53, 40, 27, 15], 5), fall(WHITE, [226, 226, 234], [40, 55])),
    part(box([14, 51, 72, 22], 4), fall(lighter(color, 0.35), color, [51, 73])),
    part(box([14, 51, 72, 5], 2.4), flat(WHITE, 0.85)),
    part(box([11, 70, 78, 7], 1.6), fall(WOOD, darker(WOOD, 0.3), [70, 77])),
    ...legs([14, 82.6], [77, 81], darker(WOOD, 0.3), 3.4),
  ],
  sideboard: (color: Rgb): Layer[] => [
    ...legs([20, 50, 77], [72, 81], darker(color, 0.35), 2.6),
    part(box([12, 44, 76, 30], 1.6), fall(lighter(color, 0.12), darker(color, 0.14), [44, 74])),
    ...[15, 39.4, 63.8].flatMap((x): Layer[] => [
      part(box([x, 48, 21.4, 23], 0.8), fall(lighter(color, 0.28), color, [48, 71])),
      part(circle([x + 18.6, 59], 0.9), flat([226, 194, 132])),
    ]),
    part(box([22, 32, 9, 12], 1), fall([188, 92, 84], [150, 66, 62], [32, 44])),
    part(polygon('62,36 72,36 70,44 64,44', 0.8), round([236, 232, 226], [61, 73])),
    part(ellipse([67, 27], [8, 9.4]), fall([132, 168, 118], [88, 128, 84], [18, 37])),
  ],
  rug: (color: Rgb): Layer[] => [
    part(ellipse([50, 62], [40, 18]), fall(lighter(color, 0.15), color, [44, 80])),
    part(without(ellipse([50, 62], [34, 15]), ellipse([50, 62], [31, 13.4])), flat(lighter(color, 0.7))),
    part(ellipse([50, 62], [22, 9.4]), flat(lighter(color, 0.35))),
    part(ellipse([50, 62], [11, 4.8]), flat(darker(color, 0.2))),
  ],
  mirror: (color: Rgb): Layer[] => [
    part(circle([50, 46], 32), fall(lighter(color, 0.2), darker(color, 0.2), [14, 78])),
    part(circle([50, 46], 28.4), fall([228, 238, 246], [176, 196, 214], [18, 74])),
    part(polygon('36,30 46,24 30,60 26,52', 1), flat(WHITE, 0.55)),
    part(polygon('50,24 54,23.4 36,66 33,63', 0.6), flat(WHITE, 0.4)),
  ],
  vase: (color: Rgb): Layer[] => [
    ...[
      [50, 40, 38, 18],
      [50, 40, 52, 12],
      [50, 40, 63, 20],
    ].flatMap(([x = 0, y = 0, tox = 0, toy = 0]): Layer[] => [
      part(stroke([x, y], [tox, toy], 0.9), flat([98, 132, 92])),
      part(ellipse([tox, toy], [4.4, 4.4]), flat(lighter(color, 0.55))),
      part(circle([tox, toy], 1.6), flat([230, 186, 96])),
    ]),
    part(ellipse([50, 62], [17, 19]), round(color, [33, 67])),
    part(box([43, 38, 14, 12], 1.6), round(color, [42, 58])),
    part(box([41.4, 36.4, 17.2, 3.4], 1.6), round(lighter(color, 0.2), [41, 59])),
  ],
}
