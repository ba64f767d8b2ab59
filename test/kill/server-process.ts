import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { treeOf } from '../../bench/load/process-tree.ts'

export interface ServerProcessOptions {
  readonly port: number
  readonly dataDir: string
  readonly env: Readonly<Record<string, string>>
}

/** The server as an operator runs it: `src/main.ts`, which holds the port, and its serving child. */
export class ServerProcess implements AsyncDisposable {
  readonly #options: ServerProcessOptions
  #parent: ChildProcess | null = null
  #ready = Promise.withResolvers<void>()
  /** What it wrote to stderr; a start that fails says why. */
  complaints = ''

  constructor(options: ServerProcessOptions) {
    this.#options = options
  }

  /** Resolves when it serves. */
  async start(): Promise<void> {
    const { port, dataDir, env } = this.#options
    this.#ready = Promise.withResolvers()
    const parent = spawn(process.execPath, ['src/main.ts'], {
      env: { PATH: process.env.PATH, PORT: String(port), DATA_DIR: dataDir, ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    parent.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.complaints = (this.complaints + text).slice(-4_000)
    })
    parent.on('message', () => this.#ready.resolve())
    const ended = once(parent, 'exit').then(([code]) => {
      throw new Error(`the server ended with ${code}: ${this.complaints}`)
    })
    this.#parent = parent
    ended.catch(() => {})
    await Promise.race([this.#ready.promise, ended])
  }

  /** The serving child; null while there is none. Asked of the system: a number read from a file may be another's by now. */
  get childPid(): number | null {
    const parent = this.#parent?.pid
    return parent === undefined ? null : (treeOf(parent)[1] ?? null)
  }

  /** The process that waits to serve; null while there is none. */
  get standbyPid(): number | null {
    const parent = this.#parent?.pid
    return parent === undefined ? null : (treeOf(parent)[2] ?? null)
  }

  /** `kill -9` of the serving child, or a crash; the parent starts another one. Resolves when that one serves. */
  async killChild(signal: 'SIGKILL' | 'SIGABRT' | 'SIGSEGV' = 'SIGKILL'): Promise<void> {
    this.#ready = Promise.withResolvers()
    const { childPid } = this
    if (childPid !== null) process.kill(childPid, signal)
    await this.#ready.promise
  }

  /** `kill -9` of both, and a new start. Resolves when it serves. */
  async killTree(): Promise<void> {
    await this.#end('SIGKILL')
    await this.start()
  }

  /** What an operator does after an upgrade: SIGHUP, and another child serves. Resolves when it does. */
  async upgrade(): Promise<void> {
    this.#ready = Promise.withResolvers()
    this.#parent?.kill('SIGHUP')
    await this.#ready.promise
  }

  /** SIGTERM; resolves with the exit code. */
  async stop(): Promise<number | null> {
    const parent = this.#parent
    if (!parent || parent.exitCode !== null || parent.signalCode !== null) return null
    parent.kill('SIGTERM')
    const [code] = await once(parent, 'exit')
    return code
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end('SIGKILL')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const parent = this.#parent
    if (!parent || parent.exitCode !== null || parent.signalCode !== null) return
    const all = treeOf(parent.pid ?? 0)
    const ended = once(parent, 'exit')
    for (const pid of all) process.kill(pid, signal)
    await ended
  }
}
