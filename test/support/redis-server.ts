import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '../../src/base/secret.ts'

/**
 * Why tests with a real Redis cannot run here; false: they can.
 * @throws where everything must be there (`CI=true`)
 */
export function redisMissing(): string | false {
  const isThere = spawnSync('redis-server', ['--version']).status === 0
  if (!isThere && process.env.CI === 'true')
    throw new Error('redis-server is not installed: apt-get install redis-server')
  return isThere ? false : 'redis-server is not installed (apt-get install redis-server)'
}

/** A Redis of our own, on a free port, with a directory that goes with it. */
export class RedisServer implements AsyncDisposable {
  readonly port: number
  readonly #dir: string
  #child: ChildProcess | undefined

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), await mkdtemp(join(tmpdir(), 'chatwootai-redis-')))
    await server.restart()
    return server
  }

  private constructor(port: number, dir: string) {
    this.port = port
    this.#dir = dir
  }

  get url(): Secret {
    return new Secret(`redis://127.0.0.1:${this.port}`)
  }

  /** On the same port; what it held is gone. Resolves when it takes commands. */
  async restart(): Promise<void> {
    await this.kill()
    const args = [
      '--port',
      String(this.port),
      '--bind',
      '127.0.0.1',
      '--dir',
      this.#dir,
      '--save',
      '',
      '--appendonly',
      'no',
    ]
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child = child
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    child.stdout.on('data', (text: Buffer) => text.includes('Ready to accept connections') && resolve())
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)))
    await promise
  }

  /** `kill -9`; resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  /** A black hole: connections are accepted by the kernel, nothing is answered. */
  freeze(): void {
    this.#child?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#child?.kill('SIGCONT')
  }

  /** Every key and value it holds, as text. */
  dump(): string {
    const keys = this.cli('--scan').split('\n').filter(Boolean)
    return keys.map((key) => `${key}\t${this.cli('get', key)}`).join('\n')
  }

  /** What `redis-cli` prints. */
  cli(...args: readonly string[]): string {
    return spawnSync('redis-cli', ['-p', String(this.port), ...args], { encoding: 'utf8' }).stdout
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    await rm(this.#dir, { recursive: true, force: true })
  }
}

function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const server = createServer()
  server.once('error', reject).listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    server.close(() => resolve(port))
  })
  return promise
}
