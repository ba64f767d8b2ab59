import fc from 'fast-check'
import { OUTCOMES, type Outcome } from './gates.ts'
import { World, type WorldOptions } from './world.ts'

/** One thing that happens to a server: to its customers, its attendants, its network, its clock or itself. */
export type Move =
  | { readonly do: 'write'; readonly c: number; readonly done: boolean }
  | { readonly do: 'step'; readonly pick: number; readonly how: Outcome; readonly lateMs: number }
  | { readonly do: 'run'; readonly steps: number }
  | { readonly do: 'deliver'; readonly pick: number; readonly as: 'told' | 'twice' | 'hint' }
  | { readonly do: 'lose'; readonly pick: number }
  | { readonly do: 'sweep' }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'set-clock'; readonly byMs: number }
  | { readonly do: 'crash'; readonly mask: number; readonly how: Outcome; readonly lateMs: number }
  | { readonly do: 'human'; readonly c: number; readonly how: 'speaks' | 'is-assigned' | 'opens' | 'resolves' }
  | { readonly do: 'give-back'; readonly c: number }
  | { readonly do: 'token'; readonly isRevoked: boolean }
  | { readonly do: 'undelivered'; readonly c: number; readonly pick: number; readonly isWindow?: boolean }

const c = fc.nat(1)
const pick = fc.nat(7)
const lateMs = fc.integer({ min: 1_000, max: 20_000 })
const HOUR_MS = 3_600_000

const others: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), c, done: fc.boolean() }) },
  {
    weight: 14,
    arbitrary: fc.record({ do: fc.constant('step' as const), pick, how: fc.constantFrom(...OUTCOMES), lateMs }),
  },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('run' as const), steps: fc.integer({ min: 1, max: 20 }) }) },
  {
    weight: 14,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      pick,
      as: fc.constantFrom('told' as const, 'told' as const, 'told' as const, 'twice' as const, 'hint' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lose' as const), pick }) },
  { weight: 1, arbitrary: fc.constant({ do: 'sweep' as const }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(10, 600, 1_500, 5_000, 20_000, 61_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('set-clock' as const),
      byMs: fc.constantFrom(-HOUR_MS, HOUR_MS, -5_000, 70_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('crash' as const),
      mask: fc.nat(65_535),
      how: fc.constantFrom('ok' as const, 'late' as const, 'never' as const),
      lateMs,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('human' as const),
      c,
      how: fc.constantFrom('speaks' as const, 'is-assigned' as const, 'opens' as const, 'resolves' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('give-back' as const), c }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('token' as const), isRevoked: fc.boolean() }) },
)

const undelivered: fc.Arbitrary<Move> = fc.record({
  do: fc.constant('undelivered' as const),
  c,
  pick,
  isWindow: fc.constantFrom(true, true, false),
})

/** `share`: of a hundred moves so many are failed deliveries, as far as anything was said. */
const movesWith = (share: number): fc.Arbitrary<readonly Move[]> => {
  const move = fc.oneof({ weight: 100 - share, arbitrary: others }, { weight: share, arbitrary: undelivered })
  return fc.array(move, { minLength: 4, maxLength: 40, size: 'max' })
}

export const moves = movesWith(2)

/** Both customers were answered, and then much is not delivered. */
export const movesOfFailures = movesWith(25).map((all) => [...ANSWERED, ...all])

const ANSWERED: readonly Move[] = [0, 1].flatMap((c) => [
  { do: 'write', c, done: true },
  { do: 'deliver', pick: 0, as: 'told' },
  { do: 'run', steps: 30 },
])

export const kinds: fc.Arbitrary<WorldOptions> = fc.constantFrom(
  { canReadBack: true, keepsMarkers: true },
  { canReadBack: true, keepsMarkers: true },
  { canReadBack: false, keepsMarkers: true },
  { canReadBack: true, keepsMarkers: false },
)

/** Plays the moves, ends all faults, waits until nothing is left to do; what was broken on the way, or nothing. */
export async function play(options: WorldOptions, all: readonly Move[]): Promise<readonly string[]> {
  await using world = await World.open(options)
  for (const each of all) {
    await make(world, each)
    world.promises.checkNow()
    if (world.promises.broken.length > 0) return world.promises.broken
  }
  await world.comeToRest()
  world.promises.checkAtRest()
  return world.promises.broken
}

async function make(world: World, each: Move): Promise<void> {
  const { chatwoot } = world
  const of = (at: number) => chatwoot.conversations[at % chatwoot.conversations.length]!
  switch (each.do) {
    case 'write':
      return chatwoot.customerWrites(of(each.c), each.done)
    case 'step':
      return world.step(each.pick, { outcome: each.how, lateMs: each.lateMs })
    case 'run':
      return world.run(each.steps)
    case 'deliver':
      return world.deliver(each.pick, { twice: each.as === 'twice', signed: each.as !== 'hint' })
    case 'lose':
      return world.lose(each.pick)
    case 'sweep':
      return world.sweep()
    case 'pass':
      return world.pass(each.ms)
    case 'set-clock':
      return world.time.setClock(each.byMs)
    case 'crash':
      return world.crash(each.mask, { outcome: each.how, lateMs: each.lateMs })
    case 'human':
      return humanDoes(world, of(each.c), each.how)
    case 'give-back':
      return of(each.c).isOurs ? undefined : chatwoot.giveBack(of(each.c))
    case 'token':
      chatwoot.isRevoked = each.isRevoked
      return
    case 'undelivered':
      return failDelivery(world, of(each.c), each)
  }
}

type Conversation = World['chatwoot']['conversations'][number]

function humanDoes({ chatwoot }: World, conversation: Conversation, how: (Move & { do: 'human' })['how']): void {
  if (how === 'speaks') chatwoot.humanSpeaks(conversation)
  if (how === 'is-assigned') chatwoot.assign(conversation, 'human')
  if (how === 'opens') chatwoot.setStatus(conversation, 'open')
  if (how === 'resolves') chatwoot.setStatus(conversation, 'resolved')
}

function failDelivery(
  { chatwoot, promises }: World,
  conversation: Conversation,
  { pick, isWindow = false }: Move & { do: 'undelivered' },
): void {
  const ours = conversation.messages.filter(
    ({ by, isPrivate, status }) => by === 'bot' && !isPrivate && status === 'sent',
  )
  const message = ours[pick % (ours.length || 1)]
  if (!message) return
  promises.noteFault(conversation.id, 'a delivery failed')
  chatwoot.deliveryFails(conversation, message, isWindow ? '131047: Re-engagement message' : 'failed')
}
