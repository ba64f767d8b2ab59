import { problemOfTemplate } from '../../domain/window-template.ts'
import type { Reader } from '../tree/reader.ts'
import { revalued, type Sourced, type SourcedList, type SourcedMap, sourcedMap } from '../tree/sourced.ts'

/**
 * `window_template` of `customer_service`: one template of WhatsApp's, or a list with one for each language. No writer of
 * the older dialects knows it; it is ours. One that cannot be used costs the shop that template, not its answers.
 */
export function windowTemplatesDraft(service: Reader): SourcedList | undefined {
  const raw = service.raw(KEY)
  if (!raw || (raw.kind === 'scalar' && !raw.value)) return undefined
  const written = raw.kind === 'list' ? service.items(KEY) : [service.map(KEY)]
  return { kind: 'list', items: written.flatMap((each) => templateDraft(each) ?? []), at: raw.at }
}

const KEY = 'window_template'

function templateDraft(written: Reader): SourcedMap | undefined {
  const [name, text, category] = [written.text('name'), written.text('text'), written.word('category')]
  const language = written.text('language')
  const parameters = parametersDraft(written)
  const isOff = written.flag('enabled')?.value === false
  if (isOff || written.isEmpty) return undefined
  const code = String(language?.value ?? '').replace('-', '_')
  const kind = String(category?.value ?? 'utility').toUpperCase()
  const problem =
    !name || !text
      ? `${name ? 'text' : 'name'} is missing`
      : !/^(pt|es|en)(_[A-Z]{2})?$/.test(code)
        ? 'language is none of pt_BR, es, en_US …'
        : kind !== 'UTILITY' && kind !== 'MARKETING'
          ? 'category is neither utility nor marketing'
          : problemOfTemplate({ text: String(text.value), parameters: valuesOf(parameters) })
  if (problem !== null) {
    written.notes.warn(written.at, { message: `this template is not used: ${problem}` })
    return undefined
  }
  return sourcedMap(written.at, {
    ...{ name, text },
    language: language && revalued(language, code),
    category: category && revalued(category, kind),
    parameters,
  })
}

/** By name, or in order: `['{first_name}']` is `{ '1': '{first_name}' }`. */
function parametersDraft(written: Reader): SourcedMap | undefined {
  if (written.raw('parameters')?.kind === 'list') {
    const items = written.texts('parameters')?.items ?? []
    return sourcedMap(written.at, Object.fromEntries(items.map((item, at) => [String(at + 1), item])))
  }
  const named = written.map('parameters')
  return sourcedMap(named.at, Object.fromEntries(named.keys().map((name) => [name, named.text(name)])))
}

const valuesOf = (parameters: SourcedMap | undefined): Record<string, string> =>
  Object.fromEntries([...(parameters?.entries ?? [])].map(([name, node]) => [name, textOf(node)]))

const textOf = (node: Sourced): string => (node.kind === 'scalar' ? String(node.value) : '')
