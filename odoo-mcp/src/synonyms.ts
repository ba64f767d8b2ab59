/**
 * What customers call things, and what catalogues call them, in Portuguese, Spanish and English: a line is one thing.
 * Words are folded, a phrase leaves out its small words ("mascara cilios"). Own words are always searched first.
 */
const THINGS = `
batom, labial, lipstick, pintalabios
rimel, mascara cilios, mascara pestanas, eyelash mascara
base, foundation, base maquillaje
esmalte, nail polish, esmalte unhas, esmalte unas
sombra, eyeshadow, eye shadow
delineador, eyeliner
po, powder, polvo
corretivo, concealer, corrector
blush, rubor, colorete, ruge
demaquilante, agua micelar, removedor maquiagem, makeup remover, desmaquillante
protetor solar, filtro solar, bloqueador, sunscreen, sunblock, protector solar
hidratante, moisturizer, humectante, locao, lotion, crema hidratante
sabonete, soap, jabon
shampoo, xampu, champu
condicionador, conditioner, acondicionador
perfume, fragrancia, fragrance, colonia, cologne
pincel, brush, brocha
creme, crema, cream
gloss, brilho labial, brillo labial, lip gloss
maquiagem, make, makeup, maquillaje
sobrancelha, eyebrow, ceja
cabelo, capilar, hair, cabello
pele, skin, piel
rosto, facial, face, rostro
corpo, corporal, body, cuerpo
mao, hand, mano
argila, clay, arcilla
mesa, table
cadeira, chair, silla
sofa, couch
poltrona, armchair, sillon
cama, bed
colchao, mattress, colchon
guarda roupa, armario, roupeiro, wardrobe, closet, ropero
estante, bookcase, bookshelf, estanteria
prateleira, shelf
criado mudo, mesa cabeceira, nightstand, bedside table, mesita noche
abajur, lampada mesa, luminaria mesa, table lamp, lampara mesa
luminaria, lamp, lampara
lustre, pendente, chandelier
tapete, rug, carpet, alfombra
espelho, mirror, espejo
vaso, vase, florero, jarron
aparador, buffet, sideboard
rack, painel tv, tv stand, mueble tv
escrivaninha, mesa escritorio, desk
jantar, dining, comedor
escritorio, office, oficina
madeira, wood, wooden, madera
redondo, round
extensivel, extendable, extensible
retratil, reclinavel, recliner
solteiro, single
infantil, kids, ninos
cachorro, cao, cadela, canino, dog, perro, doguinho
gato, gata, felino, cat, bichano
racao, alimento, food, comida, pienso, croqueta
filhote, puppy, kitten, cachorrinho, gatinho
petisco, bifinho, snack, treat, biscoito cachorro
coleira, collar
guia, leash, correa
areia, litter, arena
brinquedo, toy, juguete
bola, ball, pelota
osso, ossinho, bone, hueso
comedouro, tigela, bowl, comedero, pote racao
bebedouro, fonte agua, bebedero, drinking fountain
casinha, dog house, caseta
antipulgas, remedio pulga, remedio pulgas, remedio carrapato, pulga, pulgas, carrapato, antiparasitario, flea
escova, cepillo, brush
banho, bath, bano
tosa, grooming, groom, peluqueria
umido, sache, wet, humedo
castrado, neutered, esterilizado
adulto, adult
senior, idoso
roupa, roupinha, clothes, ropa
camiseta, t shirt, playera, remera
calca, pants, trousers, pantalon
vestido, dress
sapato, shoe, zapato
tenis, sneaker, zapatilla
bolsa, bag, bolso
celular, smartphone, phone, telefono
notebook, laptop
fone, headphone, earphone, auricular
relogio, watch, reloj
carregador, charger, cargador
livro, book, libro
cafe, coffee
cha, tea, te
vinho tinto, red wine, vino tinto
`

/** What tells one thing from another of its kind and is no thing itself. */
const QUALITIES = `
vermelho, red, rojo
azul, blue
verde, green
amarelo, yellow, amarillo
preto, black, negro
branco, white, blanco
rosa, pink, rosado
roxo, purple, violeta, lilas, morado
laranja, orange, naranja
cinza, gray, grey, gris
marrom, brown, castanho
bege, beige
dourado, gold, golden, dorado
prata, prateado, silver, plateado
vinho, burgundy, bordo
claro, clara, light
escuro, escura, dark, oscuro
medio, medium, mediano
pequeno, small, pequena, p
grande, large, big, g
m
gg, xl
novo, new, nuevo
`

const phrases = (table: string): readonly (readonly string[])[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split(', '))

const GROUPS = [...phrases(THINGS), ...phrases(QUALITIES)]
const BY_PHRASE = new Map<string, readonly string[]>()
for (const group of GROUPS)
  for (const phrase of group)
    BY_PHRASE.set(phrase, [...(BY_PHRASE.get(phrase) ?? []), ...group.filter((other) => other !== phrase)])

/** Other names of the same thing, each one word or several; none is the usual case. */
export const otherNames = (phrase: string): readonly string[] => BY_PHRASE.get(phrase) ?? []

const QUALITY_WORDS = new Set([
  ...phrases(QUALITIES).flat(),
  ...'adulto adult filhote puppy kitten senior castrado matte mate cremoso liquido lugares portas gavetas prateleiras'.split(
    ' ',
  ),
  ...'solteiro casal queen king infantil retratil redondo extensivel maior menor premium'.split(' '),
])

/** Whether a word only says what kind of a thing is meant: a colour, a size, a measure. */
export const isQuality = (forms: readonly string[]): boolean =>
  forms.some((form) => QUALITY_WORDS.has(form) || QUALITY_WORDS.has(form.replace(/a$/, 'o')) || /^\d/.test(form))
