import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { readPhrases, trainingHash } from '../../../../scripts/intents/phrases.ts'
import { INTENTS } from '../../../domain/intent.ts'
import { LANGUAGES, type Language } from '../../../domain/language.ts'
import { classify, detectLanguage } from './classifier.ts'
import { wordsOf } from './fold.ts'

const WEIGHTS = new URL('./weights.json', import.meta.url)
const heldOut = (language: Language) => readPhrases(`held-out.${language}`).phrases
const rightShare = (language: Language) => {
  const phrases = heldOut(language)
  return phrases.filter(({ text, intent }) => classify(text).intent === intent).length / phrases.length
}

test('the weights were trained from the phrases and the code that are here', () => {
  const { hash } = JSON.parse(readFileSync(WEIGHTS, 'utf8')) as { hash: string }
  assert.equal(hash, trainingHash(), 'run: node scripts/train-intents.ts')
  assert.ok(statSync(WEIGHTS).size < 400_000)
})

test('at least 260 Portuguese phrases, 20 of each intent, are held out of training, none of them trained', () => {
  const phrases = heldOut('pt-BR')
  for (const intent of INTENTS) assert.ok(phrases.filter((phrase) => phrase.intent === intent).length >= 20, intent)
  assert.ok(phrases.length >= 260)
  for (const language of LANGUAGES) {
    const trained = new Set(readPhrases(language).phrases.map(({ text }) => wordsOf(text).join(' ')))
    const leaked = heldOut(language).filter(({ text }) => trained.has(wordsOf(text).join(' ')))
    assert.deepEqual(leaked, [])
  }
})

// The held-out phrases have the author of the trained ones: real messages will come out somewhat worse.
test('of the held-out phrases at least 92 % are classed right in Portuguese, 85 % in Spanish and English', () => {
  assert.ok(rightShare('pt-BR') >= 0.92, `pt-BR ${rightShare('pt-BR')}`)
  assert.ok(rightShare('es') >= 0.85, `es ${rightShare('es')}`)
  assert.ok(rightShare('en') >= 0.85, `en ${rightShare('en')}`)
})

test('every intent is found in at least three quarters of its held-out Portuguese phrases', () => {
  for (const intent of INTENTS) {
    const of = heldOut('pt-BR').filter((phrase) => phrase.intent === intent)
    const right = of.filter(({ text }) => classify(text).intent === intent)
    assert.ok(right.length >= of.length * 0.75, `${intent}: ${right.length}/${of.length}`)
  }
})

test('confidence is near how often the guess is right', () => {
  const guesses = heldOut('pt-BR').map(({ text, intent }) => ({
    ...classify(text),
    isRight: classify(text).intent === intent,
  }))
  const mean = guesses.reduce((sum, { confidence }) => sum + confidence, 0) / guesses.length
  const right = guesses.filter(({ isRight }) => isRight).length / guesses.length
  assert.ok(Math.abs(mean - right) < 0.06, `${mean} against ${right}`)
  const sure = guesses.filter(({ confidence }) => confidence >= 0.9)
  assert.ok(sure.filter(({ isRight }) => isRight).length / sure.length >= 0.95)
})

test('chat spelling, capitals and missing accents change nothing', () => {
  assert.equal(classify('vcs tem batom vermelho?').intent, 'product_search')
  assert.equal(classify('QNTO CUSTA A MESA').intent, 'product_search')
  assert.equal(classify('kd meu pedido').intent, 'order_status')
  assert.equal(classify('qual horario d sabado').intent, 'store_hours')
  assert.equal(classify('tem como parcelar?').intent, 'payment')
})

test('a word never seen is hardly anybody’s wish', () => {
  assert.ok(classify('cumbuca').confidence < 0.5)
})

test('the language is told from the words, and a text too short to tell has the language of before', () => {
  for (const language of LANGUAGES) {
    const phrases = heldOut(language)
    const right = phrases.filter(({ text }) => detectLanguage(text, 'pt-BR') === language)
    assert.ok(right.length / phrases.length >= 0.9, language)
  }
  for (const language of LANGUAGES) {
    assert.equal(detectLanguage('ok', language), language)
    assert.equal(detectLanguage('S00042', language), language)
    assert.equal(detectLanguage('👍', language), language)
  }
})
