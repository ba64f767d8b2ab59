/** The serving child (or the whole server, when started alone): settings → app → run until SIGTERM. */
import { enableCompileCache } from 'node:module'

enableCompileCache()
const { startDoorThread } = await import('./open-door.ts')
const doorThread = startDoorThread()
const [{ openApp }, { readSettings }, { openLog }, { Failure }] = await Promise.all([
  import('./app.ts'),
  import('./settings.ts'),
  import('./base/log.ts'),
  import('./base/failure.ts'),
])

/** Tells the parent that another try would end the same way; Node itself exits with 1 for what nobody caught. */
const CANNOT_START = 78
const fd = Number(process.env.CHATWOOTAI_SOCKET_FD)

try {
  if (process.env.CHATWOOTAI_STANDBY) await untilWanted()
  const settings = readSettings()
  const log = openLog(settings.LOG_LEVEL)
  const app = await openApp(settings, { log, doorThread, ...(fd ? { listen: { fd } } : {}) })
  log.info({ url: app.url, pid: process.pid }, 'serving')
  process.send?.({ ready: true, url: app.url })
  let isStopping = false
  // A group's signal reaches us twice, from the terminal and from the parent: one stop, and nobody cuts it short.
  const stop = (first: () => Promise<void> = async () => {}) => {
    if (isStopping) return
    isStopping = true
    void first()
      .then(() => app[Symbol.asyncDispose]())
      .then(() => process.exit(0))
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop())
  // Another child comes at once: the door stays open while the turns end, and what it takes meanwhile waits for that one.
  process.on('SIGHUP', () => stop(() => app.hub.close()))
  process.once('disconnect', () => stop())
} catch (error) {
  const isForeseen = error instanceof Failure
  process.stderr.write(`${isForeseen ? error.message : ((error as Error).stack ?? String(error))}\n`)
  process.exit(CANNOT_START)
}

/** A standby has loaded everything by now, and rehearses. It ends with its parent, when it is never wanted. */
async function untilWanted(): Promise<void> {
  const end = () => process.exit(0)
  process.once('disconnect', end)
  const wanted = new Promise<boolean>((resolve) => process.once('message', () => resolve(true)))
  const rehearsed = import('./rehearsal.ts').then(({ rehearse }) => rehearse(readSettings().CONFIG_DIR))
  const isOver = () => false
  const isWanted = await Promise.race([wanted, rehearsed.then(isOver, isOver)])
  // Loading left 40 MB behind that a process which does nothing would keep.
  if (!isWanted) globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  await wanted
  process.off('disconnect', end)
}
