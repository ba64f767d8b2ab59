import type { Reader } from '../tree/reader.ts'
import { type SourcedMap, sourcedMap } from '../tree/sourced.ts'
import type { Dialect } from './dialect.ts'
import { timezone } from './hours-section.ts'
import { language } from './language.ts'
import { shopServiceDraft } from './service-section.ts'
import { writtenWeek } from './written-hours.ts'

/** Hand-written domain files: everything under `settings`, hours as people write them. Integrations are as in A. */
export const dialectB: Dialect = {
  id: 'b',
  speaks: (file) => file.keys().includes('settings'),
  draft(file) {
    const settings = file.map('settings')
    const service = settings.map('customer_service')
    const products = settings.map('products')
    return sourcedMap(file.at, {
      language: language(settings),
      currency: settings.text('currency'),
      hours: hours(settings, service),
      service: shopServiceDraft(service),
      company: sourcedMap(service.at, { email: service.text('contact_email'), phone: service.text('contact_phone') }),
      featuredCategories: products.texts('featured_categories'),
    })
  },
}

function hours(settings: Reader, service: Reader): SourcedMap | undefined {
  return sourcedMap(settings.at, {
    timezone: timezone(settings),
    week: writtenWeek(service, 'business_hours'),
  })
}
