import { spawn } from 'node:child_process'

export interface Run {
  readonly code: number
  readonly output: string
}

/**
 * Runs a command with our node, shows what it says, and resolves with its exit code and output.
 * @param shows `as-it-comes`, or `at-the-end`: of one that runs beside another
 */
export function run(
  command: string,
  args: readonly string[],
  shows: 'as-it-comes' | 'at-the-end' = 'as-it-comes',
): Promise<Run> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
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
    child.once('close', (code) => {
      const output = Buffer.concat(chunks).toString('utf8')
      if (shows === 'at-the-end') process.stdout.write(output)
      resolve({ code: code ?? 1, output })
    })
  })
}
