import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Failure } from './base/failure.ts'
import { Secret } from './base/secret.ts'
import { readSettings, SETTINGS } from './settings.ts'

/** A connection that is complete. */
const CONNECTED = {
  CHATWOOT_URL: 'https://chat.example',
  CHATWOOT_BOT_TOKEN: 'bot-token-value',
  CHATWOOT_WEBHOOK_SECRETS: 'first-secret, second-secret',
}

const refusal = (env: Record<string, string>): string => {
  try {
    readSettings(env)
  } catch (error) {
    assert.ok(error instanceof Failure && error.code === 'BAD_SETTING', String(error))
    return error.message
  }
  return 'nothing is wrong'
}

// requirement: plain.settings
test('with nothing set, every setting has its default', () => {
  const settings = readSettings({ PATH: '/bin', HOME: '/root' })
  for (const [name, { default: otherwise }] of Object.entries(SETTINGS))
    assert.equal(settings[name as keyof typeof SETTINGS] === null, otherwise === null, name)
  assert.equal(settings.PORT, 3000)
  assert.equal(settings.HOST, '127.0.0.1')
})

// requirement: plain.settings
test('every setting says what it is in one sentence', () => {
  for (const [name, { says }] of Object.entries(SETTINGS)) assert.match(says, /^\S.*\.$/, name)
})

test('an empty value is as good as none', () => {
  assert.equal(readSettings({ MODEL: '', PORT: '' }).PORT, 3000)
})

// requirement: plain.settings-refused
test('an unknown name of ours is refused with what was probably meant', () => {
  assert.match(refusal({ CHATWOOT_TOKEN_BOT: 'x' }), /^settings: CHATWOOT_TOKEN_BOT is no setting/)
  assert.match(refusal({ CHATWOOT_BOT_TOKN: 'x' }), /did you mean CHATWOOT_BOT_TOKEN\?/)
  assert.match(refusal({ MODEL_ULR: 'x' }), /did you mean MODEL_URL\?/)
  assert.equal(refusal({ CHATTY: 'x', MODERN: 'x', DATABASE_URL: 'x' }), 'nothing is wrong')
})

// requirement: plain.settings-refused
test('every wrong value is told at once, each with its sentence', () => {
  const said = refusal({ PORT: '99999', MODEL: 'gpt', LOG_LEVEL: 'loud', DEMO: 'true' })
  for (const name of ['PORT', 'MODEL', 'LOG_LEVEL', 'DEMO']) assert.match(said, new RegExp(`\\b${name} `))
  assert.match(said, /is "compatible:<id>" or "openai:<id>"/)
})

const CONTRADICTIONS: readonly [string, Record<string, string>, RegExp][] = [
  ['a model without the address of its server', { MODEL: 'compatible:qwen' }, /needs MODEL_URL/],
  ['a Chatwoot without a token to speak with', { CHATWOOT_URL: 'https://chat.example' }, /needs CHATWOOT_BOT_TOKEN/],
  [
    'a Chatwoot whose webhooks nobody can verify',
    { CHATWOOT_URL: 'https://chat.example', CHATWOOT_BOT_TOKEN: 'x' },
    /needs CHATWOOT_WEBHOOK_SECRETS, or ALLOW_UNSIGNED_WEBHOOKS=yes/,
  ],
  [
    'unsigned webhooks that nobody can read back',
    { CHATWOOT_URL: 'https://chat.example', CHATWOOT_BOT_TOKEN: 'x', ALLOW_UNSIGNED_WEBHOOKS: 'yes' },
    /CHATWOOT_USER_TOKEN, which is not set/,
  ],
]
// requirement: plain.settings-refused
for (const [title, env, sentence] of CONTRADICTIONS)
  test(`a contradiction stops the start: ${title}`, () => assert.match(refusal(env), sentence))

test('a complete connection is read, its secrets apart', () => {
  const { CHATWOOT_URL, CHATWOOT_WEBHOOK_SECRETS } = readSettings(CONNECTED)
  assert.equal(CHATWOOT_URL, 'https://chat.example')
  assert.deepEqual(
    CHATWOOT_WEBHOOK_SECRETS?.map((secret) => secret.reveal()),
    ['first-secret', 'second-secret'],
  )
})

// requirement: private.secrets-never-print
test('a secret among the settings never prints, and is not in a refusal', () => {
  const settings = readSettings({ ...CONNECTED, MODEL_KEY: 'model-key-value', REDIS_URL: 'redis://u:pass-word@h:1' })
  assert.ok(settings.MODEL_KEY instanceof Secret)
  const printed = `${JSON.stringify(settings)}${inspect(settings, { depth: 9, showHidden: true })}${settings.REDIS_URL}`
  assert.doesNotMatch(printed, /token-value|-secret"|first-secret|key-value|pass-word/)
  const said = refusal({ ...CONNECTED, REDIS_URL: 'http://u:pass-word@h:1', MODEL_URL: 'model-key-value' })
  assert.doesNotMatch(said, /pass-word|key-value|token-value/)
})
