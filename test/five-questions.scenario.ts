import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNote, isReply, openWorld } from './support/world.ts'

// requirement: plain.five-questions
test('the five questions of the demo are answered out of documents and Odoo, or handed over with a summary', async () => {
  await using world = await openWorld()
  const ask = async (text: string, count = 1) => {
    const conversation = await world.writes(text)
    const before = (await world.replies(conversation)).length
    const shown = await world.until(conversation, (lines) => lines.filter(isReply).length >= before + count)
    return {
      conversation,
      text: shown
        .filter(isReply)
        .slice(before)
        .map(({ rendered }) => rendered.body)
        .join('\n'),
      shown,
    }
  }

  const lipstick = await ask('oi, vocês têm batom vermelho?')
  assert.match(lipstick.text, /Batom Matte Vermelho Rubi/)
  assert.match(lipstick.text, /R\$\s?39,90/)
  const order = await ask('onde está meu pedido S00042?')
  assert.match(order.text, /S00042/)
  const hours = await ask('qual o horário de sábado?')
  assert.match(hours.text, /sábado/i)
  const pix = await ask('aceita pix?')
  assert.match(pix.text, /pix/i)
  const human = await ask('quero falar com um atendente')
  const shown = await world.until(human.conversation, (lines, status) => status === 'open' && lines.some(isNote))
  assert.match(shown.find(isNote)?.content ?? '', /Resumo/)
})

// requirement: writes.identity
test("another contact's order is not found", async () => {
  await using world = await openWorld()
  const conversation = await world.writes('onde está meu pedido S00042?', { contact: 'bruno' })
  const shown = await world.until(conversation, (lines) => lines.some(isReply))
  const reply = shown
    .filter(isReply)
    .map(({ rendered }) => rendered.body)
    .join('\n')
  assert.match(reply, /não encontrei/i)
  assert.doesNotMatch(reply, /Batom|R\$|rastre/i)
})
