import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from '../support/world.ts'

/** What a start of ours may take from the environment of the tests: no setting of the demo. */
const { PATH, HOME } = process.env

/** `npm start` as a user has it, on ports of its own. */
export interface DemoChain extends AsyncDisposable {
  readonly url: string
  readonly ports: Readonly<Record<'PORT' | 'SIM_PORT' | 'SIM_ODOO_PORT', string>>
  readonly odooUrl: string
  /** As a terminal's Ctrl-C: to every process at once. Resolves with the exit code. */
  interrupt(): Promise<number | null>
}

/** Begins it in a process group of its own; `output` grows with what it says. */
export function beginStart(env: Readonly<Record<string, string>>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => {
      said += text.toString('utf8')
    })
  return { child, output: () => said }
}

/** Resolves when the address is printed; rejects with what it said when it ended before. */
export async function openDemoChain(given: Readonly<Record<string, string>> = {}): Promise<DemoChain> {
  const [PORT, SIM_PORT, SIM_ODOO_PORT] = await Promise.all([freePort(), freePort(), freePort()])
  const ports = { PORT: String(PORT), SIM_PORT: String(SIM_PORT), SIM_ODOO_PORT: String(SIM_ODOO_PORT), ...given }
  const { child, output } = beginStart(ports)
  const ended = once(child, 'exit').then(() => child.exitCode)
  const stop = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.pid) process.kill(-child.pid, signal)
    return ended
  }
  const url = await Promise.race([printedUrl(child, output), ended.then(() => null)])
  if (!url) throw new Error(`npm start ended: ${output()}`)
  return {
    ...{ url, ports, odooUrl: `http://127.0.0.1:${ports.SIM_ODOO_PORT}` },
    interrupt: () => stop('SIGINT'),
    [Symbol.asyncDispose]: async () => void (await stop('SIGTERM')),
  }
}

function printedUrl(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve) => {
    child.stdout?.on('data', () => {
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(output()) ?? []
      if (url) resolve(url)
    })
  })
}
