import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Started, start } from './started.ts'

export const SECRET = 'bench-secret'

export interface ServerOptions {
  readonly chatwootUrl: string
  readonly modelUrl: string
  readonly env?: Readonly<Record<string, string>>
  readonly execArgv?: readonly string[]
}

export interface BenchServer extends Started {
  readonly port: number
  readonly dir: string
}

/** The real server on a free port, with a data directory of its own that goes with it. */
export async function startServer({ chatwootUrl, modelUrl, env = {} }: ServerOptions): Promise<BenchServer> {
  const dir = env.BENCH_DATA_DIR ?? mkdtempSync(join(tmpdir(), 'bench-'))
  const started = await start('bench/server.ts', {
    ...{ PORT: '0', LLM_URL: modelUrl, CHATWOOT_URL: chatwootUrl, BENCH_DATA_DIR: dir },
    ...env,
  })
  return {
    ...started,
    dir,
    port: Number(new URL(String(started.said.url)).port),
    async [Symbol.asyncDispose]() {
      await started[Symbol.asyncDispose]()
      if (!env.BENCH_DATA_DIR) rmSync(dir, { recursive: true, force: true })
    },
  }
}
