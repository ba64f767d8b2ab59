import { DoctorView } from '../wire/doctor-view.ts'
import { checkLines, isWell } from './checks.ts'
import { askServer } from './control-client.ts'
import { type Told, told } from './told.ts'

/** `doctor [--json]`: every setting and where it is from, and whether all is well. */
export async function doctor(dataDir: string, args: readonly string[]): Promise<Told> {
  const view = DoctorView.parse(await askServer(dataDir, 'GET', '/doctor'))
  const well = isWell(view.checks)
  if (args.includes('--json')) return told(JSON.stringify(view, null, 2), well)
  const width = Math.max(...view.settings.map(({ name }) => name.length))
  const settings = view.settings.map(({ name, value, from }) => {
    const shown = from === 'not set' ? 'not set' : `${value}  (${from})`
    return `  ${name.padEnd(width)}  ${shown}`
  })
  return told(['settings', ...settings, '', ...checkLines(view.checks)].join('\n'), well)
}
