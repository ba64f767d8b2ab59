import type { Reader } from '../tree/reader.ts'
import { type SourcedMap, sourcedMap } from '../tree/sourced.ts'
import type { Dialect } from './dialect.ts'
import { hoursDraft } from './hours-section.ts'
import { clearTextRef } from './integrations-section.ts'
import { onlineChannelsDraft, shopServiceDraft } from './service-section.ts'

/** Pushed by the newer Odoo module (JSON). Its `security_token` is a secret of the push: it is never read. */
export const dialectE: Dialect = {
  id: 'e',
  speaks: (file) => file.keys().includes('modules'),
  draft(file) {
    file.ignore('security_token', 'enabled_modules')
    const modules = file.map('modules')
    const info = modules.map('company_info')
    const settings = modules.map('service_settings')
    const enabled = modules.map('enabled_services')
    const services = enabled.map('services')
    return sourcedMap(file.at, {
      name: info.text('name'),
      description: info.text('description'),
      company: sourcedMap(info.at, { address: address(info.map('address')) }),
      hours: hoursDraft(settings.map('business_hours')),
      service: shopServiceDraft(settings.map('customer_service')),
      onlineChannels: onlineChannelsDraft(settings.map('online_channels')),
      collections: enabled.texts('collections'),
      services: switches(services),
      informPromotionsAtStart: services.map('sales').map('promotions').flag('inform_at_start'),
      odoo: odoo(modules.map('mcp')),
    })
  },
}

/** Not read at all unless it may be told: what is not in the configuration cannot be said. */
function address(from: Reader): SourcedMap | undefined {
  const isShared = from.flag('share_with_customers')?.value === true
  const keys = ['street', 'street2', 'city', 'state', 'zip', 'country']
  const parts = keys.map((key) => [key, from.text(key)] as const)
  return isShared ? sourcedMap(from.at, Object.fromEntries(parts)) : undefined
}

function switches(services: Reader): SourcedMap | undefined {
  const keys = ['sales', 'scheduling', 'delivery', 'support']
  return sourcedMap(services.at, Object.fromEntries(keys.map((key) => [key, services.map(key).flag('enabled')])))
}

function odoo(mcp: Reader): SourcedMap | undefined {
  mcp.ignore('type', 'version', 'enabled')
  const connection = mcp.map('connection')
  return sourcedMap(connection.at, {
    url: connection.text('url'),
    database: connection.text('database'),
    username: connection.text('username'),
    credentialRef: [connection.text('password_ref'), clearTextRef(connection, 'password')].find(Boolean),
    accessLevel: connection.word('access_level'),
  })
}
