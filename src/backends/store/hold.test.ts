import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Hold, isOurs, signalsOf, withOpened, withSeen, withWord } from './hold.ts'

const NEW: Hold = { status: 'pending', assignee: 'none', seen_at: 1, left_at: 0, human_since: null }
const pending = (updatedAtMs: number) => ({ status: 'pending', assignee: 'none', updatedAtMs }) as const
const open = (updatedAtMs: number) => ({ status: 'open', assignee: 'none', updatedAtMs }) as const

test('a human who spoke while it was pending has it, however long it stays pending', () => {
  const hold = withSeen(withWord(NEW, 5, pending(5)), pending(9))
  assert.equal(hold.human_since, 5)
})

test('it is given back when it was shown open since, and pending after that, in whatever order that is told', () => {
  const spoken = withWord(NEW, 5, pending(5))
  assert.equal(withSeen(withSeen(spoken, open(6)), pending(7)).human_since, null)
  assert.equal(withSeen(withSeen(spoken, pending(7)), open(6)).human_since, null)
  assert.equal(withWord(withSeen(withSeen(NEW, pending(7)), open(6)), 5, pending(5)).human_since, null)
})

test('a word that is told after the give-back, but was said after it, takes it again', () => {
  const back = withSeen(withSeen(withWord(NEW, 5, pending(5)), open(6)), pending(7))
  assert.equal(withWord(withSeen(back, pending(9)), 8, pending(8)).human_since, 8)
})

test('our own opening counts although its webhook is lost, also when it was given back before we looked', () => {
  const spoken = withWord(NEW, 5, pending(5))
  assert.equal(withSeen(withOpened(spoken, open(6)), pending(8)).human_since, null)
  assert.equal(withOpened(spoken, pending(8)).human_since, null)
  assert.equal(withSeen(withOpened(spoken, open(6)), pending(6)).human_since, 5, 'told late: from before the opening')
})

test('a takeover is told when it leaves the crew or is assigned to a human, a give-back when it returns', () => {
  const opened = withSeen(NEW, open(2))
  assert.deepEqual(signalsOf(NEW, opened), ['takeover'])
  assert.deepEqual(signalsOf(opened, withSeen(opened, open(3))), [])
  assert.deepEqual(signalsOf(opened, withSeen(opened, { ...open(3), assignee: 'human' })), ['takeover'])
  assert.deepEqual(signalsOf(opened, withSeen(opened, pending(3))), ['given-back'])
})

test('the same payloads come to the same end in every order, once or twice', () => {
  const payload = fc.record({
    status: fc.constantFrom('pending' as const, 'open' as const, 'resolved' as const),
    assignee: fc.constantFrom('none' as const, 'human' as const),
    hasWord: fc.boolean(),
  })
  const tell = (told: readonly { at: number; status: string; assignee: string; hasWord: boolean }[]) =>
    told.reduce((hold: Hold, { at, hasWord, ...given }) => {
      const seen = { ...given, updatedAtMs: at } as Parameters<typeof withSeen>[1]
      const shown = withSeen(hold, seen)
      return hasWord ? withWord(shown, at, seen) : shown
    }, NEW)
  fc.assert(
    fc.property(
      fc.array(payload, { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(20), { maxLength: 14 }),
      (all, picks) => {
        const timed = all.map((each, at) => ({ ...each, at: at + 2 }))
        const shuffled = [...picks.map((pick) => timed[pick % timed.length]!), ...timed]
        const [straight, mixed] = [tell(timed), tell(shuffled)]
        assert.equal(isOurs(mixed) && mixed.human_since === null, isOurs(straight) && straight.human_since === null)
      },
    ),
  )
})
