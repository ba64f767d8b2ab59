import { spawn } from 'node:child_process'

export interface Run {
  readonly code: number
  readonly output: string
}

export interface RunOptions {
  /** `at-the-end`: of one that runs beside another. */
  readonly shows?: 'as-it-comes' | 'at-the-end'
  /** After so long it is killed, says so, and counts as failed: a command that hangs must not hang its caller. */
  readonly limitMinutes?: number
}

/** Runs a command with our node, shows what it says, and resolves with its exit code and output. */
export function run(
  command: string,
  args: readonly string[],
  { shows = 'as-it-comes', limitMinutes = 10 }: RunOptions = {},
): Promise<Run> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMinutes * 60_000,
    killSignal: 'SIGKILL',
  })
  const chunks: Buffer[] = []
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const)
    from.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      if (shows === 'as-it-comes') to.write(chunk)
    })
  return new Promise((resolve) => {
    child.once('exit', (_code, signal) => {
      if (signal !== 'SIGKILL') return
      process.stdout.write(`KILLED: ${command} ${args[0]} had not ended after ${limitMinutes} minutes\n`)
      // What it started may hold its pipes open.
      for (const stream of [child.stdout, child.stderr]) stream.destroy()
    })
    child.once('close', (code) => {
      const output = Buffer.concat(chunks).toString('utf8')
      if (shows === 'at-the-end') process.stdout.write(output)
      resolve({ code: code ?? 1, output })
    })
  })
}
