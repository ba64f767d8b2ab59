import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BenchSettings, benchSettings } from '../settings.ts'
import { type Started, start } from './started.ts'

export interface ServerOptions extends Omit<BenchSettings, 'dir' | 'crew'> {
  /** Kept, so that the next start finds what this one left; absent: one of its own, gone with the server. */
  readonly dir?: string
  readonly crew?: string
  readonly env?: Readonly<Record<string, string>>
}

export interface BenchServer extends Started {
  readonly port: number
}

/** The server as an operator runs it, on a free port. */
export async function startServer({ dir, crew = 'four', env = {}, ...given }: ServerOptions): Promise<BenchServer> {
  const own = dir ?? mkdtempSync(join(tmpdir(), 'bench-'))
  const settings = benchSettings({ ...given, crew, dir: own })
  const started = await start('src/main.ts', { PORT: '0', ...settings, ...env })
  return {
    ...started,
    port: Number(new URL(String(started.said.url)).port),
    async [Symbol.asyncDispose]() {
      await started[Symbol.asyncDispose]()
      if (!dir) rmSync(own, { recursive: true, force: true })
    },
  }
}
