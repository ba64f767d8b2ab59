import { watch as watchFiles } from 'node:fs'
import { join } from 'node:path'

/** Changes of one save come together. */
const QUIET_MS = 200

/** Follows changes: the page is built again, the server is renewed. Runs until the process ends. */
export async function watch(root: string, renew: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  watchFiles(join(root, 'src'), { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(renew, QUIET_MS)
  })
  const { build } = await import('vite')
  await build({ root: join(root, 'console'), logLevel: 'warn', build: { watch: {} } })
}
