import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { MockChats } from './mock-chats.ts'
import { MOCK_WORLD } from './mock-world.ts'

// A stand-in for the server and its Chatwoot simulator, to build the page without either:
// `node console/dev/mock-server.ts [port]`, then `vite` (which passes API calls here) or the built page itself.
const port = Number(process.argv[2] ?? 4180)
const dist = join(import.meta.dirname, '../dist')
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}
const streams = { turns: new Set<ServerResponse>(), simulator: new Set<ServerResponse>() }

const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><rect width="400" height="300" fill="#f6dfe0"/><ellipse cx="200" cy="262" rx="120" ry="14" fill="#e3bfc1"/><rect x="172" y="150" width="56" height="108" rx="6" fill="#2a2326"/><rect x="178" y="120" width="44" height="36" fill="#d7b26d"/><path d="M182 122V76c0-14 26-34 36-34v80z" fill="#b0122f"/></svg>`

const chats = new MockChats((stream, event, data) => {
  const name = event === 'message' ? '' : `event: ${event}\n`
  for (const response of streams[stream]) response.write(`${name}data: ${JSON.stringify(data)}\n\n`)
})

createServer((request, response) => void answer(request, response)).listen(port, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${port}`)
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local')
  const path = pathname.replace('/demo/chatwoot', '')
  if (path === '/api/events' || path === '/simulator/events') return watch(path, response)
  if (path === '/api/demo') return json(response, MOCK_WORLD)
  const chat = chats.at(Number(searchParams.get('account')), Number(searchParams.get('conversation')))
  if (path === '/api/turns') return json(response, { turns: chat?.turns ?? [] })
  if (path === '/simulator/conversations') {
    const key = `${searchParams.get('tenant')} ${searchParams.get('inbox')} ${searchParams.get('contact')}`
    return json(response, { payload: chats.chats.filter((one) => one.key === key) })
  }
  if (path.startsWith('/simulator/')) return simulate(path, request, response)
  if (path.endsWith('batom.svg')) return send(response, 'image/svg+xml', PICTURE)
  const file = normalize(path === '/' ? 'index.html' : path.slice(1))
  const bytes = await readFile(join(dist, file)).catch(() => null)
  if (!bytes || file.startsWith('..')) return void response.writeHead(404).end()
  send(response, TYPES[extname(file)] ?? 'text/plain', bytes)
}

async function simulate(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request)
  if (path === '/simulator/messages') {
    const shop = MOCK_WORLD.shops.find(({ tenant }) => tenant === body.tenant)
    const inbox = shop?.inboxes.find(({ channel }) => channel === body.channel)?.inbox
    const key = `${body.tenant} ${inbox} ${body.contact}`
    const { chat, message } = chats.customerWrites(shop?.account ?? 1, key, String(body.text))
    return json(response, { conversation: chat.id, message: message.id })
  }
  const [, , , id, what] = path.split('/')
  const account = Number(new URL(request.url ?? '/', 'http://local').searchParams.get('account'))
  const chat = chats.at(account, Number(id))
  if (!chat) return void response.writeHead(404).end()
  if (what === 'messages') return json(response, { payload: chat.messages })
  if (what === 'human')
    chats.say(chat, {
      content: String(body.text),
      private: body.private === true,
      sender: { kind: 'user', name: 'Marina Alves' },
    })
  if (what === 'status') chat.status = String(body.status)
  if (what === 'assign') chat.assignee = body.assignee === null ? null : { id: 7, name: 'Marina Alves' }
  if (what === 'submit') {
    const message = chat.messages.find((one) => one.id === body.message)
    if (message) message.submitted = [{ title: body.title, value: body.title }]
    chats.customerWrites(chat.account, chat.key, String(body.title))
  }
  chats.changed(chat, 'conversation')
  json(response, chat)
}

function watch(path: string, response: ServerResponse): void {
  const watchers = path === '/api/events' ? streams.turns : streams.simulator
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write(': welcome\n\n')
  watchers.add(response)
  response.on('close', () => watchers.delete(response))
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>)
}

const json = (response: ServerResponse, value: unknown): void =>
  send(response, 'application/json', JSON.stringify(value))

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'content-type': type }).end(body)
}
