import type { Layer } from './canvas.ts'
import type { Rgb } from './color.ts'
import { cosmetics } from './cosmetics.ts'
import { furniture } from './furniture.ts'
import { pets } from './pets.ts'

/** Draws one kind of product in its colour, back to front, standing on the floor at y = 80. */
export type Drawing = (color: Rgb) => readonly Layer[]

export const SHAPES = { ...cosmetics, ...furniture, ...pets } as const satisfies Record<string, Drawing>
export type Shape = keyof typeof SHAPES
