import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { treeOf } from './process-tree.ts'

export interface Started extends AsyncDisposable {
  readonly process: ChildProcess
  readonly pid: number
  /** What it said when it was ready. */
  readonly said: Readonly<Record<string, unknown>>
  /** From the fork to that, in ms. */
  readonly startMs: number
  /** `kill -9` of it and of everything below it. */
  kill(): Promise<void>
}

/** What has not said anything by then never will, in ms. */
const START_MS = 30_000

/** Starts a script with an IPC channel and waits for its first message. @throws when it ends first */
export async function start(
  script: string,
  env: Readonly<Record<string, string>> = {},
  execArgv: readonly string[] = [],
): Promise<Started> {
  const beganMs = performance.now()
  const child = fork(script, { env: { ...process.env, ...env }, execArgv: [...execArgv] })
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code} before it was ready`)))
  })
  const giveUp = setTimeout(() => child.kill('SIGKILL'), START_MS)
  const [said] = (await Promise.race([once(child, 'message'), ended])) as [Record<string, unknown>]
  clearTimeout(giveUp)
  ended.catch(() => {})
  return {
    process: child,
    pid: child.pid ?? 0,
    said,
    startMs: performance.now() - beganMs,
    async kill() {
      const exit = once(child, 'exit')
      for (const pid of treeOf(child.pid ?? 0)) process.kill(pid, 'SIGKILL')
      await exit
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
