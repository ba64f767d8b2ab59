/** The serving child (or the whole server, when started alone): settings → app → run until SIGTERM. */
import { enableCompileCache } from 'node:module'

enableCompileCache()
const [{ openApp }, { readSettings }, { openLog }, { Failure }] = await Promise.all([
  import('./app.ts'),
  import('./settings.ts'),
  import('./base/log.ts'),
  import('./base/failure.ts'),
])

const fd = Number(process.env.CHATWOOTAI_SOCKET_FD)

try {
  const settings = readSettings()
  const log = openLog(settings.LOG_LEVEL)
  const app = await openApp(settings, { log, ...(fd ? { listen: { fd } } : {}) })
  log.info({ url: app.url, pid: process.pid }, 'serving')
  process.send?.({ ready: true, url: app.url })
  const stop = async () => {
    log.info('stopping')
    await app[Symbol.asyncDispose]()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())
  // Another child comes at once: the door stays open while the turns end, and what it takes meanwhile waits for that one.
  process.once('SIGHUP', () => void app.hub.close().then(stop))
  process.once('disconnect', () => void stop())
} catch (error) {
  const isForeseen = error instanceof Failure
  process.stderr.write(`${isForeseen ? error.message : ((error as Error).stack ?? String(error))}\n`)
  process.exit(1)
}
