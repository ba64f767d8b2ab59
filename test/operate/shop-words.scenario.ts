import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isNote, isReply, openWorld } from '../support/world.ts'

test('a shop’s own labels stand on what humans take over, and its goodbye ends with its places', async () => {
  await using world = await openWorld()
  const file = join(world.dir, 'config/domains/cosmetics/account_1/config.yaml')
  const labelled = 'integrations:\n  chatwoot: { default_labels: [IA, Loja Centro], canned_responses: false }\n'
  const yaml = readFileSync(file, 'utf8').replace(/^integrations:\n/m, labelled)
  assert.ok(yaml.includes(labelled))
  writeFileSync(file, yaml)
  await world.reopen()
  const taken = await world.writes('quero falar com um atendente')
  await world.until(taken, (lines, status) => status === 'open' && lines.some(isNote))
  const { labels } = await world.ask<{ labels: string[] }>(`/simulator/conversations/${taken}`)
  assert.deepEqual([...labels].sort(), ['asked-for-human', 'ia', 'loja-centro'])
  const ended = await world.writes('era só isso, obrigado, tchau!', { contact: 'bruno' })
  const said = (await world.until(ended, (lines) => lines.some(isReply))).filter(isReply)
  assert.match(said.at(-1)?.content ?? '', /\n\n\S+\.\S+/)
})
