import { fold } from '../fold.ts'

const WORDS: Readonly<Record<string, number>> = {
  ...{ um: 1, uma: 1, dois: 2, duas: 2, tres: 3, quatro: 4, cinco: 5, seis: 6, sete: 7, oito: 8, nove: 9, dez: 10 },
  ...{ onze: 11, doze: 12, quinze: 15, vinte: 20, trinta: 30, cinquenta: 50, cem: 100 },
  ...{ dos: 2, cuatro: 4, siete: 7, ocho: 8, nueve: 9, diez: 10, veinte: 20 },
  ...{ one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, twenty: 20 },
}
const NUMBER = `\\d{1,4}|${Object.keys(WORDS).join('|')}`
const COUNTED =
  '(?:unidades?|unid|uns?|und|pecas?|caixas?|cajas?|pacotes?|paquetes?|pares|kits?|sacos?|latas?|units?|pieces?|boxes)'
const ASKED =
  '(?:quero|queria|querer|preciso(?: de)?|levar|comprar|compro|manda|separa|reserva|cotar|tem|tem ai|quiero|necesito|llevar|want|need|buy|take)'
/** What makes a number a measure, a time or money, and not how many. */
const MEASURE =
  '(?:kg|kgs|g|gr|gramas?|quilos?|ml|l|lt|litros?|cm|m|mm|metros?|polegadas|lugares|portas|gavetas|x|vezes|cuotas|veces|reais|real|r|h|hs|horas?|dias?|dia|anos?|meses|mes|da|de|a|e|ou|o|watts|w|v|volts|por|inches|seats|times|days|hours)'

const withUnit = new RegExp(`(?<![\\d.,/:])\\b(${NUMBER})\\s+${COUNTED}\\b`)
const afterVerb = new RegExp(`\\b${ASKED}\\s+(${NUMBER})\\s+(?!${MEASURE}\\b)(?=\\p{L}{3})`, 'u')

/** How many the customer wants: "duas unidades", "quero 3 batons". A size, a price or "um" as an article is not that. */
export function findQuantity(text: string): number | undefined {
  const folded = fold(text)
  const counted = countOf(folded.match(withUnit)?.[1])
  if (counted) return counted
  const asked = countOf(folded.match(afterVerb)?.[1])
  return asked && asked > 1 ? asked : undefined
}

const countOf = (word: string | undefined): number | undefined => {
  const value = word === undefined ? 0 : (WORDS[word] ?? Number(word))
  return value > 0 ? value : undefined
}
