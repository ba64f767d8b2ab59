import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ptBr } from '../words/pt-br.ts'
import { activityText } from './activity-text.ts'

const shown = (content: string) => activityText(content, ptBr.activity)

test("Chatwoot's grey lines are read in the reader's language", () => {
  assert.equal(shown('Conversation was reopened by Assistente'), 'Assistente reabriu a conversa')
  assert.equal(shown('Assistente added vip, troca'), 'Assistente adicionou a etiqueta vip, troca')
  assert.equal(shown('Assigned to Marina Alves by Marina Alves'), 'Marina Alves passou a conversa para Marina Alves')
  assert.match(shown('Conversation was marked open by system due to an error with the agent bot.'), /^O sistema/)
})

test('a grey line that is not known stays as it came', () => {
  assert.equal(shown('SLA policy applied'), 'SLA policy applied')
})
