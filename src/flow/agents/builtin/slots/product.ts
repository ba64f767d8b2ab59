import type { Slots } from '../../../../domain/intent.ts'
import { fold } from '../fold.ts'

/** Words of asking, before the thing asked for. Folded. */
const BEFORE = new Set(
  `so ve oi oie oii oiii ola opa ei hey hello hi hola buenas bom boa dia dias tarde tardes noite noites tudo bem td por favor
  voce voces vc vcs ce ces tem ten teria teriam tinha tenho tenha ainda vende vendem vendes trabalha trabalham com existe existem ha
  quero queria querer gostaria desejo vou de do da dos das saber se sera que q o a os as um uma uns umas qual quais quanto quantos quanta
  qnto qto custa custam e eh sai saem saindo fica ficam ta esta estao valor valores preco precos procuro procurando estou to atras preciso precisava
  precisando tava estava comprar compro levar ver me mostra mostrar mande manda mandar foto fotos passa passar informar informa informe
  poderia pode podem algum alguma alguns algumas opcao opcoes modelo modelos tipo tipos mais detalhe detalhes informacao informacoes sobre
  interesse em na no nas nos interessei oque oq orcamento cotacao cotar indica indicar recomenda recomendam unidade unidades unid
  faz fazem fabricam kg qntos qtos quilos kgs medida medidas tamanho altura largura comprimento peso cor cores marca material melhor melhores bonito bonita legal
  como faco faço enviar envia envie amiga amigo moca moco gente pessoal querida querido linda esse essa isso este esta isto aquele aquela outro outra outros outras
  hacen hace fabrican venden ese esa eso esos esas make makes that this it one ones other another
  separa reserva acaso chegou acabou quando volta chega vem tenho aqui
  tienen tiene tenes hay venden vende busco buscando necesito quiero quisiera cuanto cuesta vale cual es el la los las un una unos unas precio
  para mim pra me interesa de del estan esta comprar por favor y favor qué que donde muestra
  do you have any sell got is are there the an i im am looking for need want like to buy how much does cost what whats price of can see show
  please available id would guys your in stock and also some it`.split(/\s+/),
)
/** Words behind it. */
const AFTER = new Set(
  `tem voces vcs vc voce disponivel disponiveis em no na nos estoque ai aqui hoje agora loja por favor pfv pf obrigado obrigada obg ainda
  trabalham trabalha vendem vende existe existem preco valor quanto custa para pra pronta entrega mim e a o de do da que qual sai fica ta esta moco moca amigo amiga gente pessoal bom boa dia tarde noite
  quantas quantos one ones disponible stock gracias precio cuanto cuesta hay tienen favor es please thanks available in is stock do you have price cost how much are there the`.split(
    /\s+/,
  ),
)
/** Where the thing ends and what is asked of it begins: "a mesa jatobá é de madeira?" With accents: "e" joins things. */
const SAYING = new Set(
  'é eh são serve servem dura duram vem vêm aguenta aguentam custa custam combina combinam is are es cuesta'.split(' '),
)
const LIMIT_OF_PRICE =
  /\s*\b(?:de at[eé]|at[eé]|por menos de|menos de|abaixo de|under|below|hasta|por)\s+(?:uns\s+)?(?:r\$|us\$|\$)?\s*(\d+(?:[.,]\d{1,3})*(?: mil)?)(?!\s?(?:kg|g|ml|l|cm|m|lugares|anos|meses|dias|h)\b).*$/iu
/** What only orders or limits the search. */
const BY_PRICE =
  /\s*(?<!\p{L})(?:que seja |o |a |um |uma |os |as )?(?:bem |mais |menos )(?:baratinh[oa]s?|barat[oa]s?|em conta|car[oa]s?)(?: que (?:tem|tiver)(?:em)?)?\b|\s*(?<!\p{L})(?:de|com|pelo|qual o)? ?menor pre[cç]o\b|\b(?:the )?(?:cheapest|cheaper|most expensive)\b|\s*(?<!\p{L})(?:m[aá]s )(?:barat[oa]s?|econ[oó]mic[oa]s?|car[oa]s?)\b/giu
const POINTING =
  /\b(igual|semelhante|parecid[oa]|algo|alguma coisa|coisa|anything|something|primeir[oa]|segund[oa]|terceir[oa]|ultim[oa]|first|second|last)\b/
/** "esse é à prova d'água?": of what was shown, whatever words follow. */
const OF_A_POINTED =
  /^\W*(?:(?:e|mas|y|and) )?(?:ess[ea]s?|est[ea]s?|isso|isto|el[ea]s?|it|this|that|es[eo]|esto) (?:e|eh|sao|serve[m]?|dura|vem|aguenta|suporta|funciona|is|are|does|es|son)\b/
/** Asking about the whole shop, not for a thing. */
const GENERAL =
  /^(catalogo|catalogo de produtos|produtos?|tudo|marcas?|lista|opcoes|promoc\w+|ofertas?|novidades?|lancamentos?|products?|productos?|catalog|deals?|promotions?)$/

/**
 * What is left of a request when the asking is taken off, in the customer's own spelling: "oi, vocês têm batom
 * vermelho?" → "batom vermelho". Nothing when only a pointer is left ("tem outro?").
 */
export function findProduct(text: string): string | undefined {
  if (OF_A_POINTED.test(fold(text))) return undefined
  const line = text.replace(/\s+/g, ' ').replace(LIMIT_OF_PRICE, '').replace(BY_PRICE, ' ')
  const words = line.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.,/-]*[\p{L}\p{N}\p{M}]|[\p{L}\p{N}]/gu) ?? []
  let [from, to] = [0, words.length]
  while (from < to && isAsking(words[from], words[from + 1])) from++
  const cut = words.findIndex((word, i) => i > from && SAYING.has(word.toLowerCase()))
  if (cut > from) to = cut
  while (to > from && AFTER.has(fold(words[to - 1] ?? ''))) to--
  const product = words.slice(from, to).join(' ').slice(0, 80)
  const folded = fold(product)
  return product.length < 2 || POINTING.test(folded) || GENERAL.test(folded) ? undefined : product
}

/** "até R$ 50": the most it may cost. */
export function findMaxPrice(text: string): number | undefined {
  const [, price] = text.match(LIMIT_OF_PRICE) ?? []
  if (price === undefined) return undefined
  const whole = price
    .replace(/ mil$/, '')
    .replace(/[.,](?=\d{3})/g, '')
    .replace(',', '.')
  const value = Number(whole) * (price.endsWith('mil') ? 1_000 : 1)
  return value > 0 ? value : undefined
}

/** "o perfume mais barato" */
export function findSort(text: string): Slots['sort'] | undefined {
  const folded = fold(text)
  if (/\b(mais (?:barat[oa]s?|em conta)|menor preco|cheap(?:er|est)|mas (?:barat|economic)[oa]s?)\b/.test(folded))
    return 'cheapest'
  return /\b(mais car[oa]s?|most expensive|mas car[oa]s?)\b/.test(folded) ? 'dearest' : undefined
}

/** A number in front is how many ("2 batons"), unless a measure follows it. */
const isAsking = (word = '', next = ''): boolean =>
  BEFORE.has(fold(word).replace(/([a-z])\1+$/, '$1')) ||
  BEFORE.has(fold(word)) ||
  (/^\d{1,3}$/.test(word) && !/^(kg|g|ml|l|cm|m|lugares|portas)$/i.test(next)) ||
  COUNTS.has(fold(word))
const COUNTS = new Set('dois duas tres quatro cinco seis sete oito nove dez dos two three four five'.split(' '))
