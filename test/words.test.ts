import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { WORDS as PAGE_WORDS } from '../console/src/words/words.ts'
import { WORDS } from '../src/domain/messages/messages.ts'

/** Where sentences that people read may stand, and why. */
const HOMES: Readonly<Record<string, string>> = {
  'src/domain/messages/': 'every sentence lives here',
  'src/domain/hours-text.ts': "a week in words, told in the shop's language",
}

const SOURCES = globSync('src/**/*.ts').filter(
  (file) => !/\.test\.ts$|contract\.ts$/.test(file) && !Object.keys(HOMES).some((home) => file.startsWith(home)),
)

/** Strings and templates of a source, without comments and without what is put into a template. */
function literalsOf(code: string): string[] {
  const tokens = code.matchAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g)
  return [...tokens]
    .map(([token]) => token)
    .filter((token) => !token.startsWith('/'))
    .map((token) => token.slice(1, -1).replace(/\$\{[^}]*\}/g, '…'))
}

/** Words that hardly a Portuguese or Spanish sentence does without, and no English one has. */
const FOREIGN =
  /(?<![\p{L}_])(n[ãa]o|um|por|voc[êe]s?|seu|sua|para|com|uma|este|esta|este|isso|mais|obrigad[oa]|ol[áa]|oi|por favor|aqui|pedido|nosso|nossa|usted|hola|gracias|nuestr[oa]|pero|est[áa]|los|las|una|con|del|aos?|dos|das|nos|que)(?![\p{L}_])/giu

/** A sentence that somebody is to read: it begins like one or ends like one, and is no English. */
function isSentence(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  const looksSaid = /^[\p{Lu}¡¿\p{Emoji_Presentation}]/u.test(text) || /\p{L}[.!?…]$/u.test(text)
  const foreign = text.match(FOREIGN)?.length ?? 0
  return words.length >= 2 && looksSaid && (foreign >= 2 || (foreign >= 1 && /[ãõçáéíóúâêô¡¿]/iu.test(text)))
}

/** What is posted or told as it stands in the code. */
const SPOKEN = /(?:kind: '(?:message|note)',\s*text: |messageOf\()(['"`])(?=[^'"`$]*\p{L})/u

// requirement: plain.words
test('no sentence that a customer, owner or attendant reads stands outside domain/messages', () => {
  const found = SOURCES.flatMap((file) => {
    const code = readFileSync(file, 'utf8')
    const said = literalsOf(code).filter(isSentence)
    return [...said, ...(SPOKEN.exec(code) ?? []).slice(0, 1)].map((text) => `${file}: ${text}`)
  })
  assert.deepEqual(found, [])
})

test('a sentence is told from data, prompts and errors', () => {
  const said = [
    'Olá! Como posso ajudar você?',
    'Não encontrei o pedido … aqui.',
    'um momento, por favor.',
    '¿Está usted ahí?',
  ]
  for (const text of said) assert.equal(isSentence(text), true, text)
  const other = [
    'cartão pagamento crédito',
    'devolução devolver devolvo',
    'You write on WhatsApp: a few short lines.',
    'the configuration does not load',
    'pt-BR',
    'America/Sao_Paulo',
    'find_products',
  ]
  for (const text of other) assert.equal(isSentence(text), false, text)
  const code = "// não é 'isto'\nconst a = 'dois' /* 'nem isto' */ + `tres $" + '{x} quatro`'
  assert.deepEqual(literalsOf(code), ['dois', 'tres … quatro'])
})

// requirement: plain.words
test('every sentence that is said exists', (context) => {
  const code = globSync('src/**/*.ts')
    .filter((file) => !file.includes('.test.') && !/messages\/(pt-br|es|en|words)\.ts$/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  const keys = Object.keys(WORDS['pt-BR'])
  const said = [...code.matchAll(/\bsay\(\s*[\w.]+,\s*'([\w.-]+)'/g)].map(([, key = '']) => key)
  assert.ok(said.length > 20)
  assert.deepEqual(
    said.filter((key) => !keys.includes(key)),
    [],
  )
  // Keys made at run time: `intent.${name}`.
  const families = [...code.matchAll(/`([\w-]+\.)\$\{/g)].map(([, family = '']) => family)
  const unsaid = keys.filter((key) => !code.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)))
  if (unsaid.length > 0) context.diagnostic(`written and not said by anybody yet: ${unsaid.join(', ')}`)
})

// requirement: plain.words
test('every sentence is there in the three languages, and so is every word of the page', () => {
  const paths = (value: object, path = ''): string[] =>
    Object.entries(value).flatMap(([key, each]) =>
      typeof each === 'object' && each !== null ? paths(each, `${path}${key}.`) : [`${path}${key}`],
    )
  const shape = (value: object) => paths(value).sort()
  for (const words of [WORDS, PAGE_WORDS])
    for (const language of ['es', 'en'] as const)
      assert.deepEqual(shape(words[language]), shape(words['pt-BR']), language)
})
