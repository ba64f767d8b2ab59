import type { Reader } from '../tree/reader.ts'
import { merged, type Sourced, type SourcedMap, sourcedMap } from '../tree/sourced.ts'
import type { Dialect } from './dialect.ts'
import { hoursDraft } from './hours-section.ts'
import { chatwootDraft, ignoreForeign, odooDraft, searchDraft } from './integrations-section.ts'
import { language } from './language.ts'
import { channelsDraft, onlineChannelsDraft, shopServiceDraft } from './service-section.ts'

/** Written by the Odoo modules today. Some writers leave out `company_metadata` and put its sections at the top. */
export const dialectA: Dialect = {
  id: 'a',
  speaks: () => true,
  draft(file) {
    file.ignore('account_id', 'domain', 'version', 'updated_at', 'created_at')
    const meta = file.map('company_metadata')
    const info = meta.map('company_info')
    info.ignore('business_area_other')
    const names = [file.text('name'), info.text('company_name')]
    const descriptions = [file.text('description'), info.text('description')]
    const promotions = [meta, file].map((at) => at.map('promotions').flag('inform_at_start'))
    const integrations = file.map('integrations')
    ignoreForeign(integrations)
    return sourcedMap(file.at, {
      name: names.find(Boolean),
      description: descriptions.find(Boolean),
      company: sourcedMap(info.at, { area: info.text('business_area'), values: info.text('company_values') }),
      language: language(file),
      currency: file.text('currency'),
      quietMs: file.number('quiet_ms'),
      lateAfterMinutes: file.number('late_after_minutes'),
      followUpAfterMinutes: file.number('follow_up_after_minutes'),
      resolveAfterMinutes: file.number('resolve_after_minutes'),
      hours: section(file, meta, { key: 'business_hours', read: hoursDraft }),
      service: section(file, meta, { key: 'customer_service', read: shopServiceDraft }),
      onlineChannels: section(file, meta, { key: 'online_channels', read: onlineChannelsDraft }),
      informPromotionsAtStart: promotions.find(Boolean),
      channels: section(file, meta, { key: 'channels', read: channelsDraft }),
      collections: file.texts('enabled_collections'),
      odoo: odooDraft(integrations),
      search: searchDraft(integrations),
      ...chatwootDraft(integrations),
    })
  },
}

type Section = { readonly key: string; readonly read: (reader: Reader) => SourcedMap | undefined }

/** The section at the top, with what stands under `company_metadata` laid upon it. */
function section(file: Reader, meta: Reader, { key, read }: Section): Sourced | undefined {
  const top = read(file.map(key))
  const nested = read(meta.map(key))
  return top && nested ? merged(top, nested) : (nested ?? top)
}
