import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWindowClosed } from './delivery-error.ts'

test('a closed window is told by what Chatwoot, Meta, 360dialog and Twilio say', () => {
  for (const error of [
    'Template not found or invalid template name',
    '131047: Re-engagement message',
    '470: Message failed to send because more than 24 hours have passed since the customer last replied',
    'Failed to send freeform message because you are outside the allowed window. Error code: 63016',
    '63016 - Failed to send freeform message',
    '(#10) This message is sent outside of allowed window.',
  ])
    assert.equal(isWindowClosed(error), true, error)
})

test('no other failure is taken for one', () => {
  for (const error of [
    '',
    'failed',
    'Message undeliverable',
    '131026: Message undeliverable',
    '(#131009) Parameter value is not valid: title longer than 20 characters',
    '(#132000) Number of parameters does not match the expected number of params',
    'Template is paused',
    '14700 characters',
  ])
    assert.equal(isWindowClosed(error), false, error)
})
