import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../base/failure.ts'
import type { ChatwootApi } from '../../chatwoot/api.ts'
import { withMarker } from '../../chatwoot/marker.ts'
import type { ChatwootMessage } from '../../chatwoot/message.ts'
import { chatwootDoor } from './chatwoot-door.ts'

const { signal } = new AbortController()
const sought = { conversation: 12, marker: 'o5', text: 'Oi!', afterId: 100 as number | null }

const said = (id: number, given: Partial<ChatwootMessage> = {}): ChatwootMessage => ({
  id,
  direction: 'outgoing',
  isPrivate: false,
  content: 'Oi!',
  contentType: 'text',
  contentAttributes: {},
  additionalAttributes: {},
  sourceId: null,
  createdAtMs: null,
  status: 'sent',
  sender: { kind: 'bot', id: 3, json: {} },
  attachments: [],
  ...given,
})

/** The calls of an account's API that these tests need. */
const apiOf = (calls: Partial<Pick<ChatwootApi, 'readMessages' | 'toggleStatus' | 'readConversation'>>): ChatwootApi =>
  ({ canRead: true, ...calls }) as ChatwootApi

/** A conversation of these messages, listed as Chatwoot does: up to 100 newer than `after`, or the last 20. */
const listing = (all: readonly ChatwootMessage[]): ChatwootApi =>
  apiOf({
    readMessages: async ({ after }) =>
      after === undefined ? all.slice(-20) : all.filter(({ id }) => id > after).slice(0, 100),
  })

test('a message is found by its marker however many were written since', async () => {
  const ours = said(101, { contentAttributes: withMarker('o5') })
  const since = Array.from({ length: 250 }, (_, at) => said(102 + at, { content: 'Tudo bem?' }))
  const last = said(400, { contentAttributes: withMarker('o6') })
  const door = chatwootDoor(listing([said(50), ours, ...since, last]))
  assert.deepEqual(await door.find(sought, { signal }), [{ id: 101, failed: null }])
  assert.deepEqual(await door.find({ ...sought, marker: 'o6' }, { signal }), [{ id: 400, failed: null }])
  assert.deepEqual(await door.find({ ...sought, marker: 'o7' }, { signal }), [])
})

test('a conversation too long to look through says so, rather than that the message is not there', async () => {
  const endless = Array.from({ length: 2_000 }, (_, at) => said(101 + at))
  await assert.rejects(
    chatwootDoor(listing(endless)).find(sought, { signal }),
    (error) => error instanceof Failure && error.code === 'CHATWOOT_BUSY',
  )
})

test('where markers are dropped, all that the bot said in these words since is found, but for what is another row’s', async () => {
  const human = said(102, { sender: { kind: 'user', id: 7, json: {} } })
  const marked = said(104, { contentAttributes: withMarker('o9') })
  const door = chatwootDoor(listing([said(99), said(101), human, marked, said(103), said(105, { content: 'Tchau' })]))
  const found = await door.find(sought, { signal })
  assert.deepEqual(
    found.map(({ id }) => id),
    [101, 103],
  )
  assert.deepEqual(await door.find({ ...sought, text: '' }, { signal }), [])
})

test('a message that is there but could not be delivered is found with its error', async () => {
  const failed = said(101, {
    status: 'failed',
    contentAttributes: withMarker('o5', { external_error: 'window closed' }),
  })
  assert.deepEqual(await chatwootDoor(listing([failed])).find(sought, { signal }), [
    { id: 101, failed: 'window closed' },
  ])
})

test('a status is set again when the conversation cannot be read after it, unless it never can', async () => {
  const doorWhoseReadFails = (failure: Failure) =>
    chatwootDoor(apiOf({ toggleStatus: async () => {}, readConversation: () => Promise.reject(failure) }))
  const setting = async (failure: Failure) =>
    (await doorWhoseReadFails(failure).setStatus({ conversation: 12, status: 'open' }, { signal })).kind
  assert.equal(await setting(new Failure('CHATWOOT_UNAUTHORIZED', { token: 'bot' })), 'sent')
  assert.equal(await setting(new Failure('CHATWOOT_BUSY', { status: 502 })), 'busy')
})
