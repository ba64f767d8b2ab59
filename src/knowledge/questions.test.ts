import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { parse } from 'yaml'
import { openFts5Index } from '../backends/search/fts5.ts'
import { ANSWERS, type SearchIndex } from '../backends/search/search.ts'
import { TenantId } from '../domain/ids.ts'
import { COLLECTIONS, type Hit } from '../domain/passage.ts'
import { Knowledge } from './knowledge.ts'

type Questions = Record<string, { answered: [text: string, heading: string | string[]][]; unanswered: string[] }>

const DEMO = join(import.meta.dirname, '../../demo/knowledge')
const AT_MS = Date.parse('2026-11-23T12:00:00-03:00')
const QUESTIONS: { tuned: Questions; held_out: Questions } = parse(readFileSync(join(DEMO, 'questions.yaml'), 'utf8'))

/** Shares of the questions, 0–1. */
interface Measured {
  /** Of the answerable: the right passage comes first. */
  readonly first: number
  /** Of the answerable: the right passage comes first and is called an answer. */
  readonly answered: number
  /** Of the answerable: another passage is called an answer. */
  readonly wrong: number
  /** Of those no document answers: some passage is called an answer. */
  readonly falsePositive: number
}

/**
 * What search was measured at, less a little; a change that costs more has to say why. When written: tuned 162 + 82 questions: first
 * 0.96, answered 0.92, wrong 0.02, false positive 0.04; held out 42 + 21: 0.88, 0.76, 0.02, 0.
 */
describe('what customers ask the demo shops', () => {
  let index: SearchIndex
  let knowledge: Knowledge
  before(async () => {
    index = openFts5Index(':memory:')
    knowledge = new Knowledge({ index })
    for (const tenant of Object.keys(QUESTIONS.tuned))
      await knowledge.importTenant(TenantId.parse(tenant), join(DEMO, tenant))
  })
  after(() => index.close())

  test('no demo document has a problem', () => {
    assert.deepEqual(knowledge.problems(), [])
  })

  test('there are more than a hundred and twenty questions, forty of them without an answer', () => {
    const all = [QUESTIONS.tuned, QUESTIONS.held_out].flatMap((set) => Object.values(set))
    assert.ok(all.flatMap((shop) => shop.answered).length >= 120)
    assert.ok(all.flatMap((shop) => shop.unanswered).length >= 40)
  })

  test('questions search was adjusted to: 94 % find their answer first, 5 % without one get some', async () => {
    const { first, answered, wrong, falsePositive } = await measure(knowledge, QUESTIONS.tuned)
    assert.ok(first >= 0.94 && answered >= 0.89, `first ${first}, answered ${answered}`)
    assert.ok(wrong <= 0.04 && falsePositive <= 0.05, `wrong ${wrong}, false positive ${falsePositive}`)
  })

  test('questions it never saw: 85 % find their answer first, 72 % are answered, 5 % without an answer get some', async () => {
    const { first, answered, wrong, falsePositive } = await measure(knowledge, QUESTIONS.held_out)
    assert.ok(first >= 0.85 && answered >= 0.72, `first ${first}, answered ${answered}`)
    assert.ok(wrong <= 0.05 && falsePositive <= 0.05, `wrong ${wrong}, false positive ${falsePositive}`)
  })
})

async function measure(knowledge: Knowledge, questions: Questions): Promise<Measured> {
  const best = async (tenant: string, text: string): Promise<Hit | undefined> =>
    (await knowledge.search(TenantId.parse(tenant), { text, collections: COLLECTIONS, limit: 1, atMs: AT_MS }))[0]
  const answerable: { isRight: boolean; isAnswer: boolean }[] = []
  const unanswerable: boolean[] = []
  for (const [tenant, { answered, unanswered }] of Object.entries(questions)) {
    for (const [text, heading] of answered) {
      const hit = await best(tenant, text)
      const found = hit?.passage.question ?? hit?.passage.titles.at(-1) ?? ''
      const isRight = [heading].flat().some((wanted) => found.startsWith(wanted))
      answerable.push({ isRight, isAnswer: (hit?.score ?? 0) >= ANSWERS })
    }
    for (const text of unanswered) unanswerable.push(((await best(tenant, text))?.score ?? 0) >= ANSWERS)
  }
  return {
    first: shareOf(answerable, ({ isRight }) => isRight),
    answered: shareOf(answerable, ({ isRight, isAnswer }) => isRight && isAnswer),
    wrong: shareOf(answerable, ({ isRight, isAnswer }) => !isRight && isAnswer),
    falsePositive: shareOf(unanswerable, (isAnswer) => isAnswer),
  }
}

const shareOf = <T>(all: readonly T[], holds: (one: T) => boolean): number => all.filter(holds).length / all.length
