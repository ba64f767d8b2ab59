import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { TenantId } from '../../domain/ids.ts'
import { COLLECTIONS, type Passage } from '../../domain/passage.ts'
import { ANSWERS, type SearchIndex, type SearchQuery } from './search.ts'

const AURORA = TenantId.parse('cosmetics/account_1')
const JATOBA = TenantId.parse('furniture/account_2')
const NOON = Date.parse('2026-11-10T12:00:00-03:00')

/** What every SearchIndex promises. An adapter is done when this passes. `open` gives a fresh, empty index. */
export function searchContract(name: string, open: () => Promise<SearchIndex>): void {
  const promise = (title: string, body: (index: SearchIndex) => Promise<void>) =>
    it(title, async () => {
      const index = await open()
      try {
        await body(index)
      } finally {
        await index.close()
      }
    })

  describe(`${name} keeps the SearchIndex contract`, () => {
    promise('a question finds the passage that answers it first, and well enough', async (index) => {
      await fill(index, AURORA, [PIX, HOURS, FREIGHT])
      const [hit] = await index.search(AURORA, query('aceita pix?'))
      assert.deepEqual(hit?.passage, PIX)
      assert.ok(hit.score >= ANSWERS && hit.score <= 1, `${hit.score}`)
    })

    // requirement: true.no-passage
    promise('words nobody wrote about find nothing good enough', async (index) => {
      await fill(index, AURORA, [PIX, HOURS, FREIGHT])
      const hits = await index.search(AURORA, query('vocês consertam geladeira?'))
      assert.deepEqual(
        hits.filter((hit) => hit.score >= ANSWERS),
        [],
      )
    })

    // requirement: apart.index
    promise('a tenant never sees a passage of another, nor do its scores change with them', async (index) => {
      await fill(index, AURORA, [PIX, HOURS])
      const before = await index.search(AURORA, query('aceita pix?'))
      await fill(index, JATOBA, [FREIGHT, passage({ question: 'Aceitam pix?', text: 'Pix só na loja de Curitiba.' })])
      assert.deepEqual(await index.search(AURORA, query('aceita pix?')), before)
      assert.deepEqual(await index.search(AURORA, query('frete')), [])
      assert.deepEqual(await index.search(TenantId.parse('retail/account_3'), query('pix')), [])
    })

    promise('replacing a source removes what it held, in that tenant alone', async (index) => {
      await fill(index, AURORA, [PIX])
      await fill(index, JATOBA, [PIX])
      await index.replace(AURORA, { name: 'faq.md', hash: '2' }, [HOURS])
      assert.deepEqual(await index.search(AURORA, query('pix')), [])
      assert.equal((await index.search(AURORA, query('horário'))).length, 1)
      assert.equal((await index.search(JATOBA, query('pix'))).length, 1)
      assert.deepEqual(await index.sources(AURORA), [{ name: 'faq.md', hash: '2' }])
    })

    promise('an empty list removes the source', async (index) => {
      await fill(index, AURORA, [PIX])
      await index.replace(AURORA, { name: 'faq.md', hash: '2' }, [])
      assert.deepEqual(await index.sources(AURORA), [])
      assert.deepEqual(await index.search(AURORA, query('pix')), [])
    })

    promise('only the collections asked for are searched', async (index) => {
      await fill(index, AURORA, [PIX, FREIGHT])
      const found = async (collections: SearchQuery['collections']) =>
        (await index.search(AURORA, { ...query('pix ou frete'), collections })).map((hit) => hit.passage.id)
      assert.deepEqual(await found(['business_rules']), [PIX.id])
      assert.deepEqual(await found(['delivery_rules']), [FREIGHT.id])
      assert.deepEqual(await found([]), [])
    })

    // requirement: true.expired
    promise('a passage is found from its first to its last millisecond', async (index) => {
      const promotion = passage({ question: 'Tem promoção?', validFromMs: NOON, validUntilMs: NOON + 10 })
      await fill(index, AURORA, [promotion, HOURS])
      const found = async (atMs: number) => (await index.search(AURORA, { ...query('tem promoção?'), atMs })).length
      const counts = [await found(NOON - 1), await found(NOON), await found(NOON + 10), await found(NOON + 11)]
      assert.deepEqual(counts, [0, 1, 1, 0])
    })

    promise('no more than the limit is given, best first', async (index) => {
      await fill(index, AURORA, [PIX, passage({ text: 'O desconto do pix vale no site.' }), HOURS])
      const hits = await index.search(AURORA, { ...query('vocês aceitam pix?'), limit: 1 })
      assert.deepEqual(
        hits.map((hit) => hit.passage.id),
        [PIX.id],
      )
      assert.deepEqual(await index.search(AURORA, { ...query('pix'), limit: 0 }), [])
    })

    promise('any of several wordings of one question is enough', async (index) => {
      const both = passage({
        question: 'Vocês têm estacionamento? | Onde deixo o carro?',
        text: 'Temos convênio ao lado.',
      })
      await fill(index, AURORA, [both, PIX, HOURS, FREIGHT])
      for (const text of ['tem estacionamento', 'onde posso deixar meu carro']) {
        const [hit] = await index.search(AURORA, query(text))
        assert.equal(hit?.passage.id, both.id)
        assert.ok(hit.score >= ANSWERS, `${text}: ${hit.score}`)
      }
    })

    promise('a query is only ever text: quotes and operators of the index mean nothing', async (index) => {
      await fill(index, AURORA, [PIX, HOURS])
      await fill(index, JATOBA, [passage({ text: 'segredo da Jatobá' })])
      for (const text of ODD) {
        for (const hit of await index.search(AURORA, query(text)))
          assert.ok([PIX.id, HOURS.id].includes(hit.passage.id), text)
      }
      assert.equal((await index.search(AURORA, query('" OR pix*'))).at(0)?.passage.id, PIX.id)
    })

    promise('whatever is asked, scores are between 0 and 1 and fall', async (index) => {
      await fill(index, AURORA, [PIX, HOURS, FREIGHT])
      const words = fc.constantFrom(
        'pix',
        'horário',
        'frete',
        'aceita',
        '"',
        '*',
        'NEAR(',
        'AND',
        'text:',
        '|',
        '🙂',
        '\0',
        '١',
      )
      const text = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(words).map((all) => all.join(' ')),
      )
      await fc.assert(
        fc.asyncProperty(text, async (asked) => {
          const scores = (await index.search(AURORA, query(asked))).map((hit) => hit.score)
          assert.ok(scores.every((score) => score > 0 && score <= 1))
          assert.deepEqual(
            scores,
            scores.toSorted((a, b) => b - a),
          )
        }),
        { numRuns: 200 },
      )
    })

    promise('after any replacements, an index answers as one that was only given the last of each', async (index) => {
      const write = fc.tuple(
        fc.constantFrom(AURORA, JATOBA),
        fc.constantFrom('a.md', 'b.md'),
        fc.subarray([PIX, HOURS, FREIGHT]),
      )
      await fc.assert(
        fc.asyncProperty(fc.array(write, { maxLength: 8 }), async (writes) => {
          const fresh = await open()
          const last = new Map(writes.map((each) => [`${each[0]} ${each[1]}`, each]))
          for (const [tenant, name, passages] of writes)
            await index.replace(tenant, { name, hash: 'x' }, renamed(name, passages))
          for (const tenant of [AURORA, JATOBA]) {
            for (const name of ['a.md', 'b.md']) {
              const passages = last.get(`${tenant} ${name}`)?.[2] ?? []
              await fresh.replace(tenant, { name, hash: 'x' }, renamed(name, passages))
              if (!last.has(`${tenant} ${name}`)) await index.replace(tenant, { name, hash: 'x' }, [])
            }
            const asked = { ...query('qual o horário e o frete, aceitam pix'), limit: 20 }
            assert.deepEqual(byId(await index.search(tenant, asked)), byId(await fresh.search(tenant, asked)))
          }
          await fresh.close()
        }),
        { numRuns: 25 },
      )
    })
  })
}

const ODD = [
  ...[
    '',
    '   ',
    '?',
    '🙂🙂',
    '"',
    "'",
    '*',
    'pix*',
    'NEAR(pix horário)',
    'question:pix',
    '{question text} : pix',
    'NOT pix',
  ],
  ...[
    'pix AND (',
    ') OR 1=1 --',
    '^pix',
    'pix + horário',
    '-pix',
    't1c0',
    't2c0',
    'scope : t2c0',
    '%',
    '\\',
    '\0pix\0',
    '\ud800',
  ],
  ...['pix '.repeat(2_500), 'ção'.repeat(4_000), Array.from({ length: 2_000 }, (_, n) => `w${n}`).join(' ')],
]

const query = (text: string): SearchQuery => ({ text, collections: COLLECTIONS, limit: 5, atMs: NOON })

const passage = (given: Partial<Passage>): Passage => ({
  id: `faq.md#${given.question ?? given.text}`,
  collection: 'business_rules',
  source: 'faq.md',
  titles: ['Casa Aurora'],
  question: null,
  text: 'Sim.',
  validFromMs: null,
  validUntilMs: null,
  ...given,
})

const PIX = passage({ question: 'Vocês aceitam Pix?', text: 'Sim, aceitamos, com 5% de desconto.' })
const HOURS = passage({ question: 'Qual o horário de funcionamento?', text: 'De segunda a sexta, das 9h às 18h.' })
const FREIGHT = passage({
  question: 'Quanto custa o frete?',
  text: 'R$ 18,00 para o Sul.',
  collection: 'delivery_rules',
})

const fill = (index: SearchIndex, tenant: TenantId, passages: readonly Passage[]): Promise<void> =>
  index.replace(tenant, { name: 'faq.md', hash: '1' }, passages)

const renamed = (source: string, passages: readonly Passage[]): Passage[] =>
  passages.map((each) => ({ ...each, source, id: `${source}${each.id}` }))

const byId = (hits: readonly { passage: Passage; score: number }[]) =>
  hits.map(({ passage: { id }, score }) => `${score.toFixed(6)} ${id}`).toSorted()
