import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What a process of ours says when it is ready. */
export interface Ready {
  readonly url: string
  readonly odooUrl?: string
}

const END_WITH_PARENT = new URL('./end-with-parent.ts', import.meta.url).href
const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** The server's own limit for running turns is 10 s. */
const STOP_MS = 12_000

/** A process of the demo. It says that it is ready by message or by a line of JSON; whatever else it says is shown. */
export class DemoProcess {
  readonly ready: Promise<Ready>
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>
  #isStopping = false

  constructor(script: string, env: NodeJS.ProcessEnv) {
    this.#child = spawn(process.execPath, ['--import', END_WITH_PARENT, script], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    this.#ended = once(this.#child, 'exit')
    this.ready = new Promise((resolve) => {
      this.#child.on('message', (message) => resolve(message as Ready))
      if (!this.#child.stdout) return
      createInterface(this.#child.stdout).on('line', (line) => {
        if (line.startsWith('{"ready":true')) resolve(JSON.parse(line) as Ready)
        else process.stdout.write(`${line}\n`)
      })
    })
  }

  /** Runs when it ended without having been stopped. */
  onDeath(tell: () => void): this {
    this.#child.once('exit', () => this.#isStopping || tell())
    return this
  }

  /** Resolves when it has ended. */
  async stop(): Promise<void> {
    this.#isStopping = true
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill('SIGTERM')
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS)
    await this.#ended
    clearTimeout(timer)
  }

  /** For a server: another child, of the code as it is now, takes over. */
  renew(): void {
    this.#child.kill('SIGHUP')
  }
}
