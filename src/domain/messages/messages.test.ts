import assert from 'node:assert/strict'
import { test } from 'node:test'
import { INTENTS } from '../intent.ts'
import { LANGUAGES } from '../language.ts'
import { HANDOVER_REASONS } from '../turn.ts'
import { say, WORDS } from './messages.ts'
import type { Words } from './words.ts'

const TONES = ['formal', 'friendly', 'casual'] as const
const KEYS = Object.keys(WORDS['pt-BR']) as (keyof Words)[]

/** The sentence with `‹name›` for each parameter, and the names it used. */
function spoken(language: (typeof LANGUAGES)[number], key: keyof Words, fixed: Record<string, unknown>) {
  const used = new Set<string>()
  const params = new Proxy(fixed, {
    get: (target, name) => {
      used.add(String(name))
      return name in target ? target[String(name)] : `‹${String(name)}›`
    },
  })
  const sentence = WORDS[language][key] as (p: unknown) => string
  return { text: sentence(params), used: [...used].sort() }
}

const VARIANTS = TONES.flatMap((tone) =>
  [1, 2].flatMap((count) => [true, false].map((found) => ({ tone, count, found }))),
)

// requirement: plain.words
test('every sentence exists in every language and says something', () => {
  for (const language of LANGUAGES) {
    assert.deepEqual(Object.keys(WORDS[language]).sort(), [...KEYS].sort(), language)
    for (const key of KEYS)
      for (const variant of VARIANTS) {
        const { text } = spoken(language, key, variant)
        assert.ok(text.trim().length > 0 && text === text.trim(), `${language} ${key}`)
        assert.ok(!/undefined|\[object/.test(text), `${language} ${key}: ${text}`)
      }
  }
})

test('a sentence has the same parameters in every language', () => {
  for (const key of KEYS)
    for (const variant of VARIANTS) {
      const [first, ...rest] = LANGUAGES.map((language) =>
        spoken(language, key, variant).used.filter((name) => name !== 'tone' && name !== 'count'),
      )
      for (const used of rest) assert.deepEqual(used, first, key)
    }
})

test('no sentence holds a figure of its own, nor what only a template engine would read', () => {
  for (const language of LANGUAGES)
    for (const key of KEYS)
      for (const variant of VARIANTS) {
        const { text } = spoken(language, key, { ...variant, quantity: '‹quantity›' })
        assert.ok(!/\d/.test(text.replace(String(variant.count), '')), `${language} ${key}: ${text}`)
        assert.ok(!/[{}]|%[a-z]/.test(text), `${language} ${key}`)
      }
})

// requirement: plain.words
test('every intent and every reason for a handover has its words', () => {
  for (const language of LANGUAGES) {
    for (const intent of INTENTS) assert.ok(say(language, `intent.${intent}`).length > 3)
    for (const reason of HANDOVER_REASONS) assert.match(say(language, `reason.${reason}`), /\.$/)
  }
})

test('a button fits what WhatsApp shows', () => {
  for (const language of LANGUAGES)
    for (const key of ['button.products', 'button.order', 'button.hours', 'button.human', 'yes', 'no'] as const)
      assert.ok(say(language, key).length <= 20, `${language} ${key}: ${say(language, key)}`)
})
