import * as z from 'zod'

/** The languages customers, owners and attendants are spoken to in. */
export const LANGUAGES = ['pt-BR', 'es', 'en'] as const
export const Language = z.enum(LANGUAGES)
export type Language = z.infer<typeof Language>
