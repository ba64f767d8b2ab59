import assert from 'node:assert/strict'
import { test } from 'node:test'
import { config } from '../../../test/support/turn-kit.ts'
import { CrewDefinition, type TenantConfig } from '../../domain/tenant-config.ts'
import { standardPlan } from './standard-plan.ts'

const SITE = { name: 'website', url: 'www.aurora.example', mentionAtEnd: true }
const INSTAGRAM = { name: 'instagram', url: 'www.instagram.com/aurora', mentionAtEnd: true }
const HIDDEN = { name: 'facebook', url: 'www.facebook.com/aurora', mentionAtEnd: false }

const saying = (farewell: string | null, more: Partial<TenantConfig>) =>
  config({ ...more, service: { ...config().config.service, farewell } })

test('the goodbye ends with the places that the shop wants told then, and with no other', () => {
  const loaded = saying('Até logo!', { onlineChannels: [SITE, INSTAGRAM, HIDDEN] })
  const { style, about } = standardPlan(loaded, 'whatsapp')
  assert.equal(style.farewell, 'Até logo!\n\nwww.aurora.example\nInstagram: www.instagram.com/aurora')
  assert.match(about, /facebook: www\.facebook\.com\/aurora/)
})

test('a shop without a goodbye of its own says ours before its places', () => {
  const { farewell } = standardPlan(saying(null, { onlineChannels: [SITE] }), 'whatsapp').style
  assert.match(farewell ?? '', /\S.*\n\nwww\.aurora\.example$/s)
  assert.equal(standardPlan(saying(null, { onlineChannels: [HIDDEN] }), 'whatsapp').style.farewell, null)
})

test('a crew’s own style and places take the place of the shop’s, on the channels where it answers', () => {
  const crew = CrewDefinition.parse({
    channels: ['whatsapp'],
    service: { communicationStyle: 'formal', greeting: 'Recepção, bom dia.' },
    onlineChannels: [INSTAGRAM],
  })
  const loaded = saying('Até!', { onlineChannels: [SITE], crews: { customer_service: crew } })
  const [here, elsewhere] = [standardPlan(loaded, 'whatsapp'), standardPlan(loaded, 'web')]
  assert.deepEqual([here.style.communication, here.style.greeting], ['formal', 'Recepção, bom dia.'])
  assert.equal(here.style.farewell, 'Até!\n\nInstagram: www.instagram.com/aurora')
  assert.doesNotMatch(here.about, /aurora\.example/)
  assert.deepEqual(
    [elsewhere.style.communication, elsewhere.style.farewell],
    ['friendly', 'Até!\n\nwww.aurora.example'],
  )
})
