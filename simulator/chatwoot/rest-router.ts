import { BOT_ROUTES } from './rest-bots.ts'
import type { RestRoute } from './rest-call.ts'
import { CONTACT_ROUTES } from './rest-contacts.ts'
import { CONVERSATION_ROUTES } from './rest-conversations.ts'
import { MESSAGE_ROUTES } from './rest-messages.ts'
import { SETUP_ROUTES } from './rest-setup.ts'
import { WEBHOOK_ROUTES } from './rest-webhooks.ts'

const ROUTES = [
  ...[...MESSAGE_ROUTES, ...CONVERSATION_ROUTES, ...CONTACT_ROUTES],
  ...[...SETUP_ROUTES, ...BOT_ROUTES, ...WEBHOOK_ROUTES],
].map((route) => ({ route, segments: route.path.split('/') }))

export interface FoundRoute {
  readonly route: RestRoute
  readonly params: Readonly<Record<string, string>>
}

/** Finds the call for a path below the account; fixed words win over parameters by their order in the tables. */
export function findRoute(method: string, path: string): FoundRoute | undefined {
  const asked = path.split('/')
  for (const { route, segments } of ROUTES) {
    if (route.method !== method || segments.length !== asked.length) continue
    const params: Record<string, string> = {}
    const isMatch = segments.every((segment, index) => {
      const value = asked[index] ?? ''
      if (!segment.startsWith(':')) return segment === value
      params[segment.slice(1)] = value
      return true
    })
    if (isMatch) return { route, params }
  }
  return undefined
}
