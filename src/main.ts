/**
 * The parent: nothing but Node. It binds the port and hands the socket to the serving child, so that while there is
 * no child (a crash, a kill, an upgrade) the kernel keeps new connections waiting instead of refusing them; the next
 * child takes them up (docs/design/processes.md). A child that cannot start at all ends the parent too.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The descriptor under which the child finds the socket: after stdin, stdout, stderr and the IPC channel. */
const SOCKET_FD = 4
/** By how many children in a row ended without having served: one is an accident, more are a pattern. */
const RESTART_AFTER_MS = [0, 0, 100, 500, 1_000, 2_000, 5_000]
/**
 * The child's heap is kept small: on a machine with much memory V8 lets its young part grow to 128 MB and its old part
 * double before it is cleared. Held back so, the server took about 340 instead of 560 MB under load, for about a tenth more
 * CPU. Its cache of compiled code is named before it starts, so that it need not load the type stripper (18 MB, 40 ms); it is
 * where Node itself would put it. And glibc is held back too (mallopt(3); other C libraries do not read these): with an arena
 * for each thread, and what is freed kept, resident memory went on growing for tens of thousands of turns, by 50 MB.
 */
const CHILD_FLAGS = ['--max-semi-space-size=16', '--heap-growing-percent=50']
const CHILD_ENV = {
  NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
  ...{ MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' },
}
/** A child that served so long was no failed start: customers wait, so the next one comes at once. */
const STEADY_MS = 500
const STOP_MS = 10_000

/** The child's exit code for a start that cannot be (`sysexits.h`, EX_CONFIG). */
const CANNOT_START = 78

const port = Number(process.env.PORT || 3000)
let host = process.env.HOST || '127.0.0.1'
let child: ChildProcess | null = null
/** A standby has loaded everything and opened nothing: it serves when the one that serves has ended. */
const standbyWish = process.env.STANDBY || 'auto'
/** What `auto` leaves alone. */
const SPARE_BYTES = 1024 ** 3
/** A start comes first: its standby is made when it has had the machine for itself. */
const STANDBY_AFTER_MS = 2_000
let standby: ChildProcess | null = null
let isStopping = false
let isUpgrading = false
let failedStarts = 0

/** A bound socket that this process never reads from: Node's own `cluster` makes its handles the same way. */
function bind(): number | null {
  if (process.platform === 'win32') return null
  const make = (net as unknown as { _createServerHandle: (...args: unknown[]) => { fd: number } | number })
    ._createServerHandle
  const handle = make(host, port, net.isIPv6(host) ? 6 : 4)
  if (typeof handle === 'number')
    fail(`cannot listen on ${host} port ${port}: set HOST and PORT to an address of this machine`)
  return handle.fd
}

/** Whether somebody listens there already; a bound socket alone does not tell. */
function probe(): Promise<void> {
  const server = net.createServer()
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        fail(`port ${port} is in use: stop what listens there, or set PORT to another one`)
      fail(`cannot listen on ${host} port ${port}: ${error.message}`)
    })
    server.listen(port, host, () => server.close(() => resolve()))
  })
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

/** In the machine, or in the container it is in. */
const wantsStandby = (): boolean =>
  standbyWish === 'yes' || (standbyWish === 'auto' && process.availableMemory() >= SPARE_BYTES)

function launch(fd: number | null, role: Readonly<Record<string, string>> = {}, flags: string[] = []): ChildProcess {
  const socket: Record<string, string> = fd === null ? {} : { CHATWOOTAI_SOCKET_FD: String(SOCKET_FD) }
  const stdio: ('ignore' | 'inherit' | 'ipc' | number)[] = ['ignore', 'inherit', 'inherit', 'ipc']
  const script = fileURLToPath(new URL('./serve.ts', import.meta.url))
  const launched = spawn(process.execPath, [...CHILD_FLAGS, ...flags, script], {
    stdio: fd === null ? stdio : [...stdio, fd],
    env: { ...CHILD_ENV, ...process.env, ...socket, ...role },
  })
  return launched.once('error', (error) => fail(`the server cannot be started: ${error.message}`))
}

function prepareStandby(fd: number | null): void {
  if (isStopping || standby || !child || !wantsStandby()) return
  const waiting = launch(fd, { CHATWOOTAI_STANDBY: 'yes' }, ['--expose-gc'])
  standby = waiting
  waiting.once('exit', () => {
    if (standby === waiting) standby = null
  })
}

function takeStandby(): ChildProcess | null {
  const waiting = standby
  standby = null
  // One that has just ended hears nothing: its end is told as any other's.
  waiting?.send('serve', () => {})
  return waiting
}

function dropStandby(): void {
  const waiting = standby
  standby = null
  waiting?.kill('SIGKILL')
}

function serve(fd: number | null): void {
  if (isStopping) return
  let servesSinceMs = Number.POSITIVE_INFINITY
  const serving = takeStandby() ?? launch(fd)
  child = serving
  serving.on('message', (message) => {
    servesSinceMs = performance.now()
    process.send?.(message)
    setTimeout(() => prepareStandby(fd), STANDBY_AFTER_MS)
  })
  serving.once('exit', (code) => {
    child = null
    if (isStopping) process.exit(code ?? 0)
    if (code === CANNOT_START) process.exit(1)
    failedStarts = isUpgrading || performance.now() - servesSinceMs > STEADY_MS ? 0 : failedStarts + 1
    isUpgrading = false
    setTimeout(() => serve(fd), RESTART_AFTER_MS[Math.min(failedStarts, RESTART_AFTER_MS.length - 1)])
  })
}

function stop(): void {
  isStopping = true
  dropStandby()
  if (!child) process.exit(0)
  child.kill('SIGTERM')
  setTimeout(() => child?.kill('SIGKILL'), STOP_MS).unref()
}

if (!Number.isInteger(port) || port < 0 || port > 65_535) fail('settings: PORT is a number from 0 to 65535')
if (!net.isIP(host)) {
  const found = await lookup(host).catch(() => fail(`HOST ${host} is no address of this machine: set it to one`))
  host = found.address
}
if (port !== 0) await probe()
serve(bind())
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)
/** An upgrade: the child ends its work and a new one, of the code as it is now, takes the waiting connections. */
process.on('SIGHUP', () => {
  isUpgrading = true
  dropStandby()
  child?.kill('SIGHUP')
})
