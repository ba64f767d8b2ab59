import type { BusinessHours, Period } from '../domain/tenant-config.ts'
import type { Sourced } from './tree/sourced.ts'
import { clockText, type ExplainedValue, exact, placeTexts } from './value-places.ts'

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const SATURDAY = 5
const LUNCH = ['hasLunch', 'lunchStartMin', 'lunchEndMin']

/** The week day by day, with every line that has a say in that day. */
export function explainedHours(hours: BusinessHours | null, tree: Sourced): ExplainedValue[] {
  const draft = exact(tree, ['hours'])
  if (!hours) return [{ path: 'hours', value: null, from: placeTexts([draft]) }]
  const timezone = draft && exact(draft, ['timezone'])
  const days = DAYS.map((day, i): ExplainedValue => {
    const periods = hours.week[i] ?? []
    const sayers = draft ? sayersOf(draft, { day: i, isOpen: periods.length > 0 }) : []
    return { path: `hours.${day}`, value: weekday(periods), from: placeTexts(sayers) }
  })
  return [{ path: 'hours.timezone', value: hours.timezone, from: placeTexts([timezone]) }, ...days]
}

/** The nodes of a draft that make a day (`finish-hours.ts`). */
function sayersOf(draft: Sourced, { day, isOpen }: { day: number; isOpen: boolean }): (Sourced | undefined)[] {
  const at = (key: string) => exact(draft, [key])
  const week = at('week')
  if (week) {
    const periods = exact(week, [day])
    return periods?.kind === 'list' && periods.items.length > 0 ? [...periods.items] : [week]
  }
  if (!isOpen) return [at('days')]
  const saturday = ['saturdayStartMin', 'saturdayEndMin'].map(at)
  const isOwn = day === SATURDAY && saturday.every(Boolean)
  return [at('days'), ...(isOwn ? saturday : ['startMin', 'endMin', ...LUNCH].map(at))]
}

const weekday = (periods: readonly Period[]): string =>
  periods.map(({ fromMin, toMin }) => `${clockText(fromMin)}–${clockText(toMin)}`).join(', ') || 'closed'
