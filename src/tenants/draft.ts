import { accountOf, domainOf } from '../domain/ids.ts'
import type { Dialect } from './dialects/dialect.ts'
import { dialectA } from './dialects/dialect-a.ts'
import { dialectB } from './dialects/dialect-b.ts'
import { dialectC } from './dialects/dialect-c.ts'
import { crewFileDraft } from './dialects/dialect-d.ts'
import { dialectE } from './dialects/dialect-e.ts'
import type { Layer, Layout } from './layout.ts'
import { fileProblem, type Notes, shown } from './tree/notes.ts'
import { parseTree } from './tree/parse-tree.ts'
import { type ReadText, readText } from './tree/read-text.ts'
import { isNothing, Reader } from './tree/reader.ts'
import { merged, type Plain, type SourcedMap, sourcedMap } from './tree/sourced.ts'

/** Lowest first: where two of them fill the same place of one file, the later wins. */
const DIALECTS: readonly Dialect[] = [dialectA, dialectB, dialectC, dialectE]

export interface Draft {
  readonly tree: SourcedMap
  readonly extra: Record<string, Plain>
}

/** Gives a layer's text by its name. */
export type ReadLayer = (file: string) => Promise<ReadText>

/**
 * Reads and merges the layers. Undefined, with an error noted, when a file is broken or the account's is not there.
 * @param from the directory that holds them, or how they are read
 */
export async function draftOf(from: string | ReadLayer, layout: Layout, notes: Notes): Promise<Draft | undefined> {
  const read: ReadLayer = typeof from === 'string' ? (file) => readText(from, file) : from
  const parts = await Promise.all(layout.layers.map((layer) => treeOf(read, layer, { layout, notes })))
  if (notes.errors.length > 0) return undefined
  let draft: SourcedMap = { kind: 'map', entries: new Map(), at: { file: '', line: 1, column: 1, path: '' } }
  const extra: Record<string, Plain> = {}
  parts.forEach((part, i) => {
    const layer = layout.layers[i]
    if (!part || !layer) return
    const file = new Reader(part, notes)
    for (const own of draftsOf(file, layer)) draft = laid(draft, own)
    noteOtherNames(file, layer, layout)
    Object.assign(extra, file.unknown())
  })
  return { tree: draft, extra }
}

function draftsOf(file: Reader, { crew }: Layer): SourcedMap[] {
  if (crew !== null) return [crewFileDraft(file, crew) ?? []].flat()
  return DIALECTS.flatMap((dialect) => (dialect.speaks(file) ? (dialect.draft(file) ?? []) : []))
}

/** A file that names another tenant than its place does was copied, perhaps by mistake: its place counts. */
function noteOtherNames(file: Reader, { role }: Layer, { tenant }: Layout): void {
  const names = {
    domain: role === 'base' ? null : domainOf(tenant),
    account_id: role === 'account' || role === 'crew' ? accountOf(tenant) : null,
  }
  for (const at of [file, file.map('metadata')])
    for (const [key, name] of Object.entries(names)) {
      const said = at.raw(key)
      const isOther = said?.kind === 'scalar' && !isNothing(said) && said.text !== name && said.value !== name
      if (name !== null && isOther)
        file.notes.warn(said.at, { message: `not used: the file stands under ${name}`, got: shown(said) })
    }
}

/** As `merged`, but a week written out and hours in pieces replace each other: they are two ways to say the same. */
function laid(base: SourcedMap, over: SourcedMap): SourcedMap {
  const [below, above] = [base.entries.get('hours'), over.entries.get('hours')]
  const isOther = below?.kind === 'map' && above?.kind === 'map' && isWeek(below) !== isWeek(above) && isSaid(above)
  if (!isOther) return merged(base, over) as SourcedMap
  const timezone = below.entries.get('timezone')
  const kept = sourcedMap(below.at, { timezone }) ?? above
  return merged({ ...base, entries: new Map(base.entries).set('hours', kept) }, over) as SourcedMap
}

const isWeek = (hours: SourcedMap): boolean => hours.entries.has('week')
const isSaid = (hours: SourcedMap): boolean => [...hours.entries.keys()].some((key) => key !== 'timezone')

type Whole = { readonly layout: Layout; readonly notes: Notes }

async function treeOf(
  readLayer: ReadLayer,
  { file, role }: Layer,
  { layout, notes }: Whole,
): Promise<SourcedMap | undefined> {
  const read = await readLayer(file)
  if (read.kind === 'unreadable') notes.errors.push(read.problem)
  else if (read.kind === 'absent' && role === 'account') notes.errors.push(fileProblem(file, absence(layout)))
  if (read.kind !== 'text') return undefined
  const parsed = parseTree(file, read.text)
  if (parsed.kind === 'tree') return parsed.tree
  notes.errors.push(...parsed.problems)
  return undefined
}

/** Who pushes reads it too: who else is in the domain is not for them to know. */
function absence({ tenant, accounts }: Layout): string {
  if (accounts.length === 0)
    return `there is no domain "${domainOf(tenant)}", and none named "default" with ${accountOf(tenant)}`
  return `no such file; the domain "${domainOf(tenant)}" has others: "config list" shows them`
}
