import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseDocument } from './parse-document.ts'

const read = (source: string, text: string) => parseDocument({ source, text, timeZone: 'America/Sao_Paulo' })
const FRONT = '---\ncollection: delivery_rules\nvalid_from: 2026-11-01\nvalid_until: 2026-11-30\n---\n'

describe('a plain document', () => {
  test('is cut by heading and keeps its title path', () => {
    const { passages, problems } = read(
      'guia.md',
      '# Guia\nAntes.\n## Batom\nEm pé.\n### Matte\nSeco.\n## Perfume\nNo escuro.',
    )
    assert.deepEqual(
      passages.map(({ titles, text, question }) => [titles.join(' > '), text, question]),
      [
        ['Guia', 'Antes.', null],
        ['Guia > Batom', 'Em pé.', null],
        ['Guia > Batom > Matte', 'Seco.', null],
        ['Guia > Perfume', 'No escuro.', null],
      ],
    )
    assert.deepEqual(problems, [])
  })

  test('has no heading inside a code fence', () => {
    assert.equal(read('a.md', '# A\n```\n# não\n```').passages[0]?.text, '```\n# não\n```')
  })

  test('takes collection and validity from its front matter', () => {
    const [passage] = read('frete.md', `${FRONT}# Frete\nR$ 9,90`).passages
    assert.equal(passage?.collection, 'delivery_rules')
    assert.equal(passage?.validFromMs, Date.parse('2026-11-01T00:00:00-03:00'))
    assert.equal(passage?.validUntilMs, Date.parse('2026-12-01T00:00:00-03:00') - 1)
  })

  test('without front matter is a support document, always valid', () => {
    const [passage] = read('a.md', 'Oi').passages
    assert.deepEqual(
      [passage?.collection, passage?.validFromMs, passage?.validUntilMs],
      ['support_documents', null, null],
    )
  })

  test('is read alike with Windows line ends and a byte order mark', () => {
    assert.deepEqual(
      read('a.md', `\ufeff${FRONT}# A\nOi\n`.replaceAll('\n', '\r\n')),
      read('a.md', `${FRONT}# A\nOi\n`),
    )
  })
})

describe('a FAQ', () => {
  test('keeps question and answer apart, and every wording of the question', () => {
    const { passages } = read(
      'a.faq.md',
      '# Loja\n## Abrem sábado? | E domingo?\n- Até que horas?\n\nSábado, até 13h.\n- sem pausa',
    )
    assert.deepEqual(
      passages.map(({ titles, question, text }) => ({ titles, question, text })),
      [
        {
          titles: ['Loja'],
          question: 'Abrem sábado? | E domingo? | Até que horas?',
          text: 'Sábado, até 13h.\n- sem pausa',
        },
      ],
    )
  })

  test('an answer stays whole, however long', () => {
    assert.equal(read('a.faq.md', `## Q?\n${'Uma frase. '.repeat(200)}`).passages.length, 1)
  })

  test('a question without an answer is a problem with its line, and the others go on', () => {
    const { passages, problems } = read('a.faq.md', `${FRONT}# Loja\n## Aceita Pix?\n\n## Abre?\nSim.`)
    assert.deepEqual(problems, [{ line: 7, message: '"Aceita Pix?" has no answer below it' }])
    assert.deepEqual(
      passages.map(({ question }) => question),
      ['Abre?'],
    )
  })

  test('the same question with the same answer is kept once and told', () => {
    const { passages, problems } = read('a.faq.md', '## Abre?\nSim.\n## Abre?\nSim.')
    assert.deepEqual([passages.length, problems.length], [1, 1])
  })
})

describe('a passage’s id', () => {
  test('stays while its own text does, and only then', () => {
    const ids = (text: string) => read('a.faq.md', text).passages.map(({ id }) => id)
    const before = ids('## A?\nSim.\n## B?\nNão.')
    const after = ids('## Novo?\nOi.\n## A?\nSim.\n## B?\nTalvez.')
    assert.equal(after[1], before[0])
    assert.notEqual(after[2], before[1])
    assert.match(before[0] ?? '', /^a\.faq\.md#[0-9a-f]{12}$/)
  })
})

describe('a broken document', () => {
  const cases: [title: string, text: string, line: number, message: RegExp][] = [
    ['an unknown collection', '---\nlanguage: es\ncollection: rules\n---\nOi', 3, /collection: Invalid option/],
    ['an unknown key', '---\ncollectoin: business_rules\n---\nOi', 2, /collectoin: Unrecognized key/],
    ['a day that does not exist', '---\nvalid_until: 2026-02-30\n---\nOi', 2, /valid_until: .*2026-11-30/],
    ['front matter that is no YAML', '---\nlanguage: es\ncollection: [\n---\nOi', 3, /front matter/],
    ['front matter that is no mapping', '---\n- a\n---\nOi', 1, /front matter/],
    ['front matter without an end', '---\ncollection: business_rules\nOi', 1, /not closed/],
  ]
  for (const [title, text, line, message] of cases)
    test(`${title} is told with its line`, () => {
      const { isBroken, passages, problems } = read('a.md', text)
      assert.deepEqual([isBroken, passages.length, problems.length, problems[0]?.line], [true, 0, 1, line])
      assert.match(problems[0]?.message ?? '', message)
    })

  test('whatever is in a file, reading it does not throw', () => {
    const line = fc.constantFrom(
      '---',
      '# A',
      '## B?',
      '- C?',
      'x: [',
      'collection: business_rules',
      '```',
      '',
      'texto',
      '&a *a',
      '## ',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(line, { maxLength: 12 }).map((all) => all.join('\n')),
    )
    fc.assert(
      fc.property(fc.constantFrom('a.md', 'a.faq.md'), text, (source, each) => {
        const { passages, problems } = read(source, each)
        assert.ok(passages.length + problems.length > 0)
        assert.ok(problems.every((problem) => problem.line >= 1))
        assert.equal(new Set(passages.map(({ id }) => id)).size, passages.length)
      }),
    )
  })
})
