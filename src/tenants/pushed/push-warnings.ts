import type { ConfigProblem, LoadedConfig } from '../../domain/tenant-config.ts'
import { fileProblem, placed } from '../tree/notes.ts'
import { parseTree } from '../tree/parse-tree.ts'
import { nearest, type SourcedMap } from '../tree/sourced.ts'
import { CANDIDATE } from './pushed-source.ts'
import type { MovedSecret } from './without-secrets.ts'

export interface WarnedPush {
  readonly type: string
  /** As it was sent. */
  readonly text: string
  readonly loaded: LoadedConfig
  readonly moved: readonly MovedSecret[]
  readonly dropped: readonly string[]
}

/** What a push should know though it is in force: what was odd, where its secrets went, what was not kept. */
export function pushWarnings({ type, text, loaded, moved, dropped }: WarnedPush): ConfigProblem[] {
  const parsed = parseTree(CANDIDATE, text)
  const tree: SourcedMap | null = parsed.kind === 'tree' ? parsed.tree : null
  const at = (path: string, message: string): ConfigProblem => {
    const node = tree && nearest(tree, stepsOf(path))
    return { ...(node ? placed(node.at, message) : fileProblem(CANDIDATE, message)), path }
  }
  // Of these a dialect says what becomes of them in a file.
  const gone = [...moved.map(({ path }) => path), ...dropped]
  const isGone = ({ file, path }: ConfigProblem) =>
    file === CANDIDATE && gone.some((each) => path === each || path.startsWith(`${each}.`))
  return [
    ...loaded.warnings.filter((warning) => !isGone(warning)),
    ...moved.map(({ path, ref }) => at(path, `moved to credential ${ref}`)),
    ...dropped.map((path) => at(path, 'named like a secret and not used: not kept')),
    ...(isEmptyCrew(type, loaded) ? [fileProblem(CANDIDATE, EMPTY_CREW)] : []),
  ]
}

/** `list[0].key` → `list`, 0, `key`. */
const stepsOf = (path: string): PropertyKey[] =>
  path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))

const EMPTY_CREW = 'an empty crew: it names no agents, tasks, routing or style, so it changes nothing'

function isEmptyCrew(type: string, { config }: LoadedConfig): boolean {
  const crew = type.startsWith('crews/') ? config.crews?.[type.slice('crews/'.length)] : undefined
  if (!crew) return false
  const { agents, tasks, channels, keywords, isDefault, service } = crew
  const listed = agents.length + tasks.length + channels.length + keywords.length + Object.keys(service).length
  return listed === 0 && !isDefault
}
