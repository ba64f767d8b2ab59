import assert from 'node:assert/strict'
import { test } from 'node:test'
import { config, modelPlan, never, ports, turnInput } from '../../../test/support/turn-kit.ts'
import { Failure } from '../../base/failure.ts'
import { CrewPlan } from '../../domain/crew-plan.ts'
import { tenantOf } from '../../domain/ids.ts'
import { BaseCrew } from './base-crew.ts'
import { channelCrew } from './channels/channels.ts'
import { CrewFactory, planKey } from './crew-factory.ts'
import { standardPlan } from './standard-plan.ts'
import { graphOf } from './task-graph.ts'

test('a plan is plain JSON: it comes back from a cache as it went in', () => {
  const plan = standardPlan(config(), 'whatsapp')
  assert.deepEqual(CrewPlan.parse(JSON.parse(JSON.stringify(plan))), plan)
})

test('the key of a plan holds all that it was made of', () => {
  assert.equal(planKey(config(), 'web', 'customer_service'), 'crew:customer_service:web:cosmetics:account_1:abc')
})

test('a plan is made once for one configuration, however many ask at once', async () => {
  let made = 0
  const make: typeof standardPlan = (...from) => {
    made++
    return standardPlan(...from)
  }
  const factory = new CrewFactory({ make })
  const [one, two] = await Promise.all([factory.plan(config(), 'web'), factory.plan(config(), 'web')])
  assert.deepEqual([one === two, made], [true, 1])
  await factory.plan(config(), 'whatsapp')
  await factory.plan(config({}, 'def'), 'web')
  assert.equal(made, 3)
})

// requirement: apart.plan
test('the plan of one tenant is never that of another, and is forgotten alone', async () => {
  const factory = new CrewFactory()
  const other = config({ tenant: tenantOf('retail', 'account_1'), name: 'Pet Amora' })
  const [ours, theirs] = [await factory.plan(config(), 'web'), await factory.plan(other, 'web')]
  assert.deepEqual([ours.shop, theirs.shop], ['Casa Aurora Cosméticos', 'Pet Amora'])
  factory.forget(other.config.tenant)
  assert.equal(await factory.plan(config(), 'web'), ours)
  assert.notEqual(await factory.plan(other, 'web'), theirs)
})

test('a channel changes the style where the tenant says so, and the tone always', async () => {
  const loaded = config({
    channels: { whatsapp: { emojiUsage: 'frequent', greeting: null } },
    service: { ...config().config.service, greeting: 'Olá!' },
  })
  const factory = new CrewFactory()
  const [whatsapp, web] = [await factory.plan(loaded, 'whatsapp'), await factory.plan(loaded, 'web')]
  assert.deepEqual([whatsapp.style.emoji, web.style.emoji], ['frequent', 'minimal'])
  assert.deepEqual([whatsapp.style.greeting, web.style.greeting], [null, 'Olá!'])
  assert.match(whatsapp.agents.at(-1)?.backstory ?? '', /WhatsApp/)
})

test('a channel without a definition of its own is served by the default one', () => {
  assert.equal(channelCrew('telegram').channel, 'default')
  assert.deepEqual({ ...channelCrew('instagram'), channel: 'default' }, channelCrew('default'))
})

test('a shop without an Odoo has no tools', () => {
  assert.deepEqual(
    standardPlan(config({ odoo: null }), 'web').agents.flatMap(({ tools }) => tools),
    [],
  )
})

const WRONG: readonly [title: string, plan: CrewPlan, problem: RegExp][] = [
  [
    'a circle',
    modelPlan([
      { id: 'a', context: ['b'] },
      { id: 'b', context: ['a'] },
    ]),
    /tasks wait for each other: a ← b ← a/,
  ],
  ['itself', modelPlan([{ id: 'a', context: ['a'] }]), /a ← a/],
  ['an unknown task', modelPlan([{ id: 'a', context: ['x'] }]), /waits for task "x"/],
  ['an unknown agent', { ...modelPlan([{ id: 'a' }]), agents: modelPlan([{ id: 'z' }]).agents }, /names agent "a"/],
  ['a name twice', modelPlan([{ id: 'a' }, { id: 'a' }]), /"a" is there twice/],
]
for (const [title, plan, problem] of WRONG)
  test(`a plan that cannot run is refused when it is made: ${title}`, async () => {
    const factory = new CrewFactory({ make: () => plan })
    await assert.rejects(factory.plan(config(), 'web'), (error) => {
      assert.ok(error instanceof Failure && error.code === 'CONFIG_INVALID')
      assert.match(error.message, problem)
      return true
    })
  })

test('the last task that nothing waits for is the reply', () => {
  const { tasks, ends } = graphOf(modelPlan([{ id: 'c', context: ['b'] }, { id: 'b' }, { id: 'd' }]))
  assert.deepEqual(
    tasks.map(({ task }) => task.id),
    ['b', 'c', 'd'],
  )
  assert.deepEqual(
    ends.map(({ id }) => id),
    ['d', 'c'],
  )
})

test('analytics is refused by name, rather than served by the wrong crew', async () => {
  await assert.rejects(new CrewFactory().plan(config(), 'whatsapp', 'analytics'), /no analytics crew/)
})

test('a crew runs its plan', async () => {
  const crew = new BaseCrew(standardPlan(config(), 'whatsapp'), ports())
  assert.equal(crew.channel.markdown, 'whatsapp')
  assert.equal((await crew.run(turnInput('oi'), { signal: never() })).outcome, 'answered')
})
