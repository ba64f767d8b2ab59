/** Options as `--name value`, `--name=value` or `--name`, and what is none. */
export interface Options {
  readonly words: readonly string[]
  readonly named: ReadonlyMap<string, string>
}

/**
 * Reads a command's arguments; `flags` take no value.
 * @throws an error that names what is not known or has no value
 */
export function optionsOf(
  args: readonly string[],
  { values, flags }: { readonly values: readonly string[]; readonly flags: readonly string[] },
): Options {
  const words: string[] = []
  const named = new Map<string, string>()
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name, given] = /^--([a-z-]+)(?:=(.*))?$/s.exec(arg) ?? []
    if (name === undefined) words.push(arg)
    else if (flags.includes(name)) named.set(name, 'yes')
    else if (values.includes(name)) named.set(name, given ?? valueFor(name, rest.shift()))
    else
      throw new Error(
        `--${name} is no option; there are ${[...values, ...flags].map((each) => `--${each}`).join(', ')}`,
      )
  }
  return { words, named }
}

function valueFor(name: string, value: string | undefined): string {
  if (value === undefined || value.startsWith('--')) throw new Error(`--${name} needs a value`)
  return value
}

/** `1,2,3`. @throws an error naming the option */
export function numbersOf(name: string, text: string | undefined): number[] {
  if (text === undefined) return []
  if (!/^\d+(,\d+)*$/.test(text)) throw new Error(`--${name} is numbers with commas between, such as 101,102`)
  return text.split(',').map(Number)
}
