import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { parse } from 'yaml'
import type { Passage } from '../domain/passage.ts'
import { parseDocument } from './parse-document.ts'

const DEMO = join(import.meta.dirname, '../../demo')
const SHOPS = ['cosmetics/account_1', 'furniture/account_2', 'retail/account_3']

for (const shop of SHOPS)
  describe(`the documents of ${shop}`, () => {
    const passages = passagesOf(shop)
    const config = parse(readFileSync(join(DEMO, 'config/domains', shop, 'config.yaml'), 'utf8'))
    const hours = config.company_metadata.business_hours

    test('hold at least 30 passages of the collections the shop has enabled, each fit to be sent', () => {
      assert.ok(passages.length >= 30)
      for (const { collection, text } of passages) {
        assert.ok(config.enabled_collections.includes(collection), collection)
        assert.ok(text.length <= 400, text)
      }
    })

    test('give the opening hours of its configuration, and no others', () => {
      const general = answer(passages, 'Qual é o horário de funcionamento')
      for (const time of [hours.start_time, hours.end_time, hours.saturday_start_time, hours.saturday_end_time])
        assert.ok(general.includes(spoken(time)), `${spoken(time)}: ${general}`)
      for (const time of hours.has_lunch_break ? [hours.lunch_break_start, hours.lunch_break_end] : [])
        assert.ok(general.includes(spoken(time)), `${spoken(time)}: ${general}`)
      const saturday = answer(passages, 'Qual é o horário de sábado')
      assert.ok(
        saturday.includes(`das ${spoken(hours.saturday_start_time)} às ${spoken(hours.saturday_end_time)}`),
        saturday,
      )
    })

    test('name no address or telephone that could be somebody’s', () => {
      const said = passages.map(({ text }) => text).join('\n')
      for (const [address] of said.matchAll(/\S+@\S+?(?=[;,.]?(\s|$))/g)) assert.match(address, /\.example$/)
      for (const [phone] of said.matchAll(/\(\d\d\) ?\d{4,5}-\d{4}/g)) assert.match(phone, /^\(11\) 95555-01\d\d$/)
    })
  })

function passagesOf(shop: string): readonly Passage[] {
  const root = join(DEMO, 'knowledge', shop)
  return globSync('**/*.md', { cwd: root }).flatMap((source) => {
    const text = readFileSync(join(root, source), 'utf8')
    return parseDocument({ source, text, timeZone: 'America/Sao_Paulo' }).passages
  })
}

const answer = (passages: readonly Passage[], question: string): string =>
  passages.find((passage) => passage.question?.startsWith(question))?.text ?? ''

/** 09:00 → 9h, 13:30 → 13h30 */
const spoken = (time: string): string => {
  const [hour = '', minute = ''] = time.split(':')
  return `${Number(hour)}h${minute === '00' ? '' : minute}`
}
