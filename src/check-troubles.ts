import type { Trouble } from './chatwoot/standing.ts'
import type { Chatwoots } from './open-chatwoots.ts'
import type { CheckView } from './wire/doctor-view.ts'

/** What the calls of customers' conversations met: a look of the doctor's own may fare better. */
export function checkTroubles({ troubles }: Pick<Chatwoots, 'troubles'>): CheckView[] {
  return [...troubles].map(([id, { kind, failure }]) => ({
    ...{ what: `connection ${id}`, status: kind === 'rights' ? 'note' : 'problem' },
    says: `${TROUBLES[kind]}: ${failure.message}`,
  }))
}

const TROUBLES: Readonly<Record<Trouble['kind'], string>> = {
  token: 'customers wait, stopped by a token that is refused',
  address: 'customers wait, stopped by what answers at its address',
  silence: 'customers wait for it, and it is tried again and again',
  rights: 'goes on without what it may not do',
}
