import type { DoctorView } from '../wire/doctor-view.ts'
import type { Route } from './routes.ts'

/** What is set, and what is not well. Over the CLI's socket only: it asks every Chatwoot. */
export function doctorRoutes({ examine }: { readonly examine: () => Promise<DoctorView> }): Route[] {
  return [{ method: 'GET', path: '/doctor', guard: 'socket', handle: async (c) => c.json(await examine()) }]
}
