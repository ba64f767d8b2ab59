import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import type { Context } from 'hono'
import type { Store } from '../backends/store/store.ts'
import { Failure } from '../base/failure.ts'
import { DEFAULT_CONNECTION, type TenantId } from '../domain/ids.ts'
import type { DemoView } from '../wire/demo-view.ts'
import type { LiveFeed } from './live-feed.ts'
import type { Route } from './routes.ts'

export interface DemoDeps {
  readonly store: Store
  readonly feed: LiveFeed
  readonly demo: () => Promise<DemoView>
  readonly tenantOf: (account: number) => TenantId | null
  /** The built console. */
  readonly consoleDir: string
  /** Address of the Chatwoot simulator. */
  readonly simulatorUrl: string
}

/** The simulator page and what it asks for; only in the demo, only for this machine's own browser. */
export function demoRoutes(deps: DemoDeps): Route[] {
  const route = (path: string, handle: Route['handle'], method: Route['method'] = 'GET'): Route => ({
    method,
    path,
    guard: 'loopback',
    handle,
  })
  return [
    route('/api/demo', async (c) => c.json(await deps.demo())),
    route('/api/turns', async (c) => c.json({ turns: await turnsOf(deps, c) })),
    route('/api/events', () => deps.feed.watch()),
    route('/demo/chatwoot/*', (c) => forward(deps.simulatorUrl, c), 'ALL'),
    route('/', () => file(deps.consoleDir, 'index.html')),
    route('/assets/*', (c) => file(deps.consoleDir, c.req.path.slice(1))),
    route('/favicon.svg', () => file(deps.consoleDir, 'favicon.svg')),
  ]
}

/** Turns shown at once. */
const SHOWN_TURNS = 20

async function turnsOf({ store, tenantOf }: DemoDeps, context: Context) {
  const account = Number(context.req.query('account'))
  const conversation = Number(context.req.query('conversation'))
  const tenant = tenantOf(account)
  if (!tenant || !Number.isInteger(conversation)) throw new Failure('NOT_FOUND', { what: 'such conversation' })
  return store.for(tenant).turns({ connection: DEFAULT_CONNECTION, account, conversation }, SHOWN_TURNS)
}

/** The page talks to the simulator through here, so that it needs one address and works behind a forwarded port. */
async function forward(simulatorUrl: string, context: Context): Promise<Response> {
  const { method, url, signal } = context.req.raw
  const { pathname, search } = new URL(url)
  const target = new URL(pathname.slice('/demo/chatwoot'.length) + search, simulatorUrl)
  const body = method === 'GET' || method === 'HEAD' ? null : await context.req.arrayBuffer()
  const type = context.req.header('content-type')
  const headers = type === undefined ? {} : { 'content-type': type }
  const answer = await fetch(target, { method, body, headers, signal }).catch(() => null)
  if (!answer) throw new Failure('CHATWOOT_BUSY', { status: 0 })
  const kept = ['content-type', 'cache-control'].flatMap((name): [string, string][] => {
    const value = answer.headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  return new Response(answer.body, { status: answer.status, headers: kept })
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The page loads nothing from elsewhere, and may not be framed. */
const PAGE_POLICY =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"

async function file(root: string, path: string): Promise<Response> {
  const name = normalize(path)
  if (name.startsWith('..')) throw new Failure('NOT_FOUND', { what: 'such file' })
  const bytes = await readFile(join(root, name)).catch(() => null)
  if (!bytes) throw new Failure('NOT_FOUND', { what: `file ${name}` })
  return new Response(bytes, {
    headers: {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      'cache-control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': PAGE_POLICY,
      'x-content-type-options': 'nosniff',
    },
  })
}
