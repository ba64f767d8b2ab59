import { Secret } from '../../src/base/secret.ts'
import { SETTINGS } from '../../src/settings.ts'
import { page, table } from './markdown.ts'

interface Definition {
  readonly type: { safeParse(raw: unknown): { data?: unknown } }
  readonly default: string | null
  readonly says: string
}

interface Kind {
  readonly options?: readonly string[]
  /** What is parsed before it is transformed. */
  readonly def?: { readonly in?: Kind }
}

/** Every setting: its name, what it is when it is not set, its sentence. */
export function settingsPage(): string {
  const rows = Object.entries<Definition>(SETTINGS).map(([name, setting]) => [
    `\`${name}\``,
    setting.default ? `\`${setting.default}\`` : setting.default === '' ? 'empty' : 'not set',
    [setting.says, ...choicesOf(setting), ...(isSecret(setting) ? ['**Secret.**'] : [])].join(' '),
  ])
  return page('Settings', 'src/settings.ts', [
    'Settings are read from the environment once, at the start. A wrong value, a contradiction, or a name that looks like a setting and is none stops the start with a sentence that says what to do; an empty value is as good as none. A secret never prints: wherever it would, `[secret]` stands.',
    table(['Name', 'Default', 'What it is'], rows),
  ])
}

function choicesOf({ type }: Definition): string[] {
  const { options = (type as Kind).def?.in?.options } = type as Kind
  return options ? [`One of ${options.map((option) => `\`${option}\``).join(', ')}.`] : []
}

/** Found out by parsing what some secret could look like. */
function isSecret({ type }: Definition): boolean {
  const values = ['a-harmless-value', 'redis://harmless.example'].flatMap((raw) => type.safeParse(raw).data)
  return values.some((value) => value instanceof Secret)
}
