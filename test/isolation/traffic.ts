import fc from 'fast-check'
import { canaryOf } from './canaries.ts'
import { configOf, type ManyTenants, tenantOf } from './many-tenants.ts'

export interface Said {
  readonly tenant: number
  readonly contact: 'ana' | 'bruno'
  readonly kind: (typeof KINDS)[number]
}

const KINDS = ['where', 'pix', 'product', 'order', 'others-order', 'secret', 'talk', 'push'] as const

/** What a customer of any shop may say, in any order; now and then the shop's Odoo pushes instead. */
export const traffic = (count: number, length: number): fc.Arbitrary<readonly Said[]> =>
  fc.array(
    fc.record<Said>({
      tenant: fc.integer({ min: 1, max: count }),
      contact: fc.constantFrom('ana', 'bruno'),
      kind: fc.constantFrom(...KINDS),
    }),
    { minLength: length, maxLength: length },
  )

const textOf = ({ kind, tenant, contact }: Said): string =>
  ({
    where: 'onde fica a loja?',
    pix: 'aceita pix?',
    product: 'vocês têm batom vermelho?',
    order: `onde está meu pedido ${contact === 'ana' ? 'S00042' : 'S00043'}?`,
    'others-order': `onde está meu pedido ${contact === 'ana' ? 'S00043' : 'S00042'}?`,
    secret: `meu apelido é ${canaryOf(tenant)}, pode anotar?`,
    talk: 'me conta uma história bonita sobre a loja de vocês?',
    push: '',
  })[kind]

/** Plays it, several at a time, and waits until everything is answered. */
export async function play(many: ManyTenants, said: readonly Said[]): Promise<void> {
  const queue = [...said]
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await playOne(many, next)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  await many.quiet()
}

async function playOne(many: ManyTenants, said: Said): Promise<void> {
  if (said.kind !== 'push') return many.says(said.tenant, said.contact, textOf(said))
  const [domain, account] = tenantOf(said.tenant).split('/')
  const key = await many.keyOf(tenantOf(said.tenant))
  const answer = await fetch(`${many.url}/configs/${account}/${domain}/config`, {
    method: 'POST',
    headers: { 'x-api-key': key },
    body: configOf(said.tenant, many.toOdoo.url),
  })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
}
