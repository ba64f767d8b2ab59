import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { analyse, analyseQuery } from './analyse.ts'
import { fold } from './fold.ts'

/** Two spellings or forms of one thing: a customer who writes one must find the other. */
const SAME = `
devolução devoluções, devolução devolucao, troca trocas, trocar troco, troca troque, cartão cartões, cartao cartões, promoção promoções,
animal animais, móvel móveis, papel papéis, fiscal fiscais, azul azuis, batom batons, item itens, jardim jardins, homem homens,
valor valores, cor cores, flor flores, mulher mulheres, vez vezes, luz luzes, mês meses, cão cães, pão pães, mão mãos, órgão órgãos,
loja lojas, entrega entregas, entregar entregam, entrega entregue, aceita aceitam, aceitar aceito, abre abrem, abrir abrem, fecha fecham,
fechar fechado, funciona funcionam, funcionar funcionamento, pagar pagamento, pagamento pagamentos, parcela parcelas,
parcelar parcelamento, montar montagem, monta montam, atender atendimento, instalar instalação, vacina vacinas, vacinar vacinação,
vacinado vacinas, gato gatos, gato gata, vermelho vermelha, vermelhas vermelho, facil fáceis, frete fretes, sábado sabados, grátis gratis,
cachorrinho cachorro, perfume perfumes, rápido rapidamente, envio envios, horário horarios, número números, preço precos,
veterinário veterinária, limpar limpa, limpar limpo, agendar agendamento, agenda agendado, retirar retirada, pague pagar, marque marcar,
delivery deliveries, shipping ship, return returns, opened open, box boxes, devolución devoluciones, tienda tiendas, abren abre`

/** Words that look alike and mean another thing; those that differ in -a or -o alone are the price of vermelho, vermelha. */
const OTHER = `
cartão carta, porta porto, mesa mês, casa caso, banho banco, frete frente, conta contato, nota noite, prata prato, cola colar, ração razão,
cama camisa, troca troço, hora horário, ponto ponte, bola bolo, tosa todo, vela velho, pente presente, gato gasto, pele pelo,
cara carro, loja logo, peça preço, mala malha, caixa faixa, creme crime, barata barato, base baso, sofá sola, tinta tonta, couro coro`

const pairs = (table: string): [string, string][] =>
  table
    .trim()
    .split(/,\s*/)
    .map((pair) => pair.split(' ') as [string, string])

const meets = ([a, b]: readonly [string, string]): boolean => analyse(a).join(' ') === analyse(b).join(' ')
const share = (all: readonly [string, string][]): number => all.filter(meets).length / all.length

describe('analyse', () => {
  test('nearly all forms of one word meet', () => {
    assert.ok(pairs(SAME).length >= 60)
    const apart = pairs(SAME).filter((pair) => !meets(pair))
    assert.ok(share(pairs(SAME)) >= 0.95, `apart: ${apart.join('; ')}`)
  })

  test('few words that only look alike meet', () => {
    assert.ok(pairs(OTHER).length >= 25)
    const together = pairs(OTHER).filter(meets)
    assert.ok(share(pairs(OTHER)) <= 0.25, `together: ${together.join('; ')}`)
  })

  test('numbers, codes, e-mails and places of several words are one term each', () => {
    assert.deepEqual(analyse('R$ 1.299,00'), ['prec', '129900'])
    assert.deepEqual(analyse('CEP 30130-010'), ['cep', '30130010'])
    assert.deepEqual(analyse('pedido S00042'), ['ped', 's00042'])
    assert.deepEqual(analyse('Oi@PetAmora.example!'), ['oi@petamora.example'])
    assert.deepEqual(analyse('São José dos Campos'), ['saojosedoscamp'])
    assert.deepEqual(analyse('saco de 10kg'), analyse('saco de 10 kg'))
    assert.deepEqual(analyse('às 9:30'), analyse('às 9h30'))
  })

  test('chat spellings are the words they stand for', () => {
    assert.deepEqual(analyse('pgto no pixxx'), analyse('pagamento no pix'))
    assert.deepEqual(analyse('vcs têm nfe?'), analyse('vocês tem NF'))
  })

  test('politeness alone leaves nothing', () => {
    for (const text of ['oi', 'Olá, tudo bem?', 'bom dia, por favor', 'hello, thanks', 'muito obrigada!', '🙂 !!'])
      assert.deepEqual(analyseQuery(text), [], text)
  })
})

describe('analyseQuery', () => {
  test('words of one meaning are one concept, the synonyms lighter than the word itself', () => {
    const [whole] = analyseQuery('prazo e tempo')
    assert.equal(whole?.length, 1)
    assert.deepEqual([whole?.[0]?.terms.get('praz'), whole?.[0]?.terms.get('temp')], [1, 1])
    assert.ok((whole?.[0]?.terms.get('demor') ?? 0) < 1)
  })

  test('a message of several sentences is asked whole and by sentence', () => {
    const asked = analyseQuery('Comprei um perfume. Chegou quebrado! Posso trocar?')
    assert.equal(asked.length, 4)
    assert.deepEqual(
      asked.at(-1)?.map(({ terms }) => terms.keys().next().value),
      ['troc'],
    )
  })

  test('a city also asks for its region', () => {
    const [whole] = analyseQuery('entregam em recife?')
    assert.ok(whole?.some(({ terms }) => terms.has('recif') && terms.has('nordest')))
  })
})

describe('whatever the text', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.lorem({ mode: 'sentences' }))

  test('folding twice is folding once', () => {
    fc.assert(fc.property(text, (each) => assert.equal(fold(fold(each)), fold(each))))
  })

  test('accents and capitals do not matter', () => {
    const word = fc.constantFrom('devolução', 'maçã', 'horário', 'São Paulo', 'vocês', 'pingüim', 'MÓVEIS', 'Às 9h')
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const bare = words.join(' ').normalize('NFD').replace(/\p{M}/gu, '')
        assert.deepEqual(analyse(bare.toUpperCase()), analyse(words.join(' ')))
      }),
    )
  })

  test('a term is made of letters, digits and @ . _ + - only, so that it can stand in quotes', () => {
    fc.assert(
      fc.property(text, (each) => {
        const terms = [
          ...analyse(each),
          ...analyseQuery(each).flatMap((all) => all.flatMap(({ terms }) => [...terms.keys()])),
        ]
        for (const term of terms) assert.match(term, /^[\p{L}\p{N}@._+-]+$/u)
      }),
    )
  })

  test('a document and the same words as a question meet', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pairs(SAME).flat()), { minLength: 1, maxLength: 5 }), (words) => {
        const own = analyseQuery(words.join(' '))[0]?.flatMap(({ terms }) => [...terms.keys()]) ?? []
        for (const term of analyse(words.join(' '))) assert.ok(own.includes(term), term)
      }),
    )
  })
})
