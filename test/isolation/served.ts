import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import pino from 'pino'
import { openApp } from '../../src/app.ts'
import { readSettings } from '../../src/settings.ts'

/** The server under test, and every line that it said. */
export interface Served extends AsyncDisposable {
  readonly url: string
  readonly said: readonly string[]
}

type Env = Readonly<Record<string, string>>

/** In this process; what it says is its log, at its most talkative. */
export async function openHere(env: Env): Promise<Served> {
  const said: string[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said.push(chunk.toString('utf8'))
      done()
    },
  })
  const app = await openApp(readSettings(env), { log: pino({ level: 'debug' }, sink) })
  return { url: app.url, said, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

/** As an operator runs it; what it says is whatever it writes to stdout and stderr. */
export async function openProcess(env: Env): Promise<Served> {
  const said: string[] = []
  const parent = spawn(process.execPath, ['src/main.ts'], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'debug', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const stream of [parent.stdout, parent.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => void said.push(text))
  const ended = once(parent, 'exit')
  await Promise.race([
    once(parent, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`the server ended with ${code}: ${said.join('')}`))),
  ])
  return {
    ...{ url: `http://127.0.0.1:${env.PORT}`, said },
    async [Symbol.asyncDispose]() {
      parent.kill('SIGTERM')
      await ended
    },
  }
}

/** What the command line asks, over the socket in the data directory. */
export async function overSocket(dataDir: string, method: string, path: string, body?: object): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const call = request({ socketPath: join(dataDir, 'control.sock'), method, path }, async (response) => {
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString('utf8')
    if (response.statusCode === 200) resolve(text)
    else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`))
  })
  call.once('error', reject).end(body && JSON.stringify(body))
  return promise
}
