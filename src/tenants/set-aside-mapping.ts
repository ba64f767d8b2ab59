import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type ConnectionId, DEFAULT_CONNECTION } from '../domain/ids.ts'

const NAMES = ['chatwoot_mapping.yaml', 'chatwoot_mapping.yml', 'chatwoot_mapping.json']

/**
 * Has the mapping of a connection that is gone be nobody's: a later one of the same name has other accounts. What an
 * operator wrote is not deleted but renamed. Returns its path below `root`; null: there is none, or it is `default`'s.
 */
export async function setAsideMapping(root: string, connection: ConnectionId): Promise<string | null> {
  if (connection === DEFAULT_CONNECTION) return null
  let last: string | null = null
  for (const name of NAMES) {
    const file = `connections/${connection}/${name}`
    const aside = `${file}.disconnected`
    if (await isRenamed(join(root, file), join(root, aside))) last = aside
  }
  return last
}

const isRenamed = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
