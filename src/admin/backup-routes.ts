import { Failure } from '../base/failure.ts'
import type { BackupView } from '../wire/backup-view.ts'
import type { Route } from './routes.ts'

export interface BackupDeps {
  /** Into a directory of this machine, by its whole path. @throws {Failure} BAD_REQUEST */
  readonly makeBackup: (dir: string) => Promise<BackupView>
}

/** Over the CLI's socket only: it writes files, and they hold everything customers wrote. */
export const backupRoutes = ({ makeBackup }: BackupDeps): Route[] => [
  {
    method: 'POST',
    path: '/backup',
    guard: 'socket',
    handle: async (c) => {
      const dir = c.req.query('dir')
      if (!dir) throw new Failure('BAD_REQUEST', { problem: 'no directory is named' })
      return c.json(await makeBackup(dir))
    },
  },
]
