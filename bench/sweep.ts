import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Store } from '../src/backends/store/store.ts'
import { silentLog } from '../src/base/log.ts'
import { Secret } from '../src/base/secret.ts'
import { systemTiming } from '../src/base/timing.ts'
import { ChatwootApi } from '../src/chatwoot/api.ts'
import { ChatwootHost } from '../src/chatwoot/host.ts'
import { DEFAULT_CONNECTION } from '../src/domain/ids.ts'
import { SWEEP_EVERY_MS, Sweeper } from '../src/flow/hub/sweeper.ts'
import { openTinyServer } from './fakes/tiny-http.ts'
import { quantilesOf } from './load/quantiles.ts'

/** What looking for lost webhooks costs one Chatwoot and one process. */
export interface SweepNumbers {
  readonly accounts: number
  /** Most requests that came to Chatwoot within any 60 s. */
  readonly requestsPerMinute: number
  /** What the host's bucket lets through in 60 s, its first burst included. */
  readonly bucketPerMinute: number
  /** Between two looks at one account, beginning to beginning. */
  readonly longestGapSeconds: number
  /** What a reply waits for its request while a sweep is under way. */
  readonly replyWaitP95Ms: number
  /** Of this process and its fake Chatwoot together, in a minute. */
  readonly cpuSecondsPerMinute: number
}

const PER_SECOND = 40
const MINUTE_MS = 60_000

/**
 * A thousand accounts on one Chatwoot, all with traffic, in some of which a conversation of the crew changed since the
 * last look. As the server does it: real requests through the host's bucket, for a bit more than two periods.
 */
export async function benchSweep({ accounts = 1_000, changedShare = 0.2 } = {}): Promise<SweepNumbers> {
  const requestedAtMs: number[] = []
  const listedAtMs = new Map<string, number[]>()
  await using chatwoot = await openTinyServer(({ path }, reply) => {
    requestedAtMs.push(performance.now())
    const [, account] = /accounts\/(\d+)\/conversations\?/.exec(path) ?? []
    if (account) listedAtMs.set(account, [...(listedAtMs.get(account) ?? []), performance.now()])
    reply(200, answerTo(path, changedShare))
  })
  const dir = mkdtempSync(join(tmpdir(), 'bench-sweep-'))
  const store = await Store.open({ dir, owner: 'bench', now: Date.now, survives: 'process' })
  const host = new ChatwootHost({ baseUrl: `http://127.0.0.1:${chatwoot.port}`, requestsPerSecond: PER_SECOND })
  const token = new Secret('bench')
  const refs = Array.from({ length: accounts }, (_, at) => ({ connection: DEFAULT_CONNECTION, account: at + 1 }))
  const apiOf = ({ account }: { account: number }) =>
    new ChatwootApi({ host, account, botToken: token, userToken: token })
  const sweeper = new Sweeper({ ...NOTHING_ELSE, sweeps: store.sweeps, mapped: () => refs, apiOf })
  const cpuBefore = process.cpuUsage()
  const beganMs = performance.now()
  await sweeper.start()
  for (const ref of refs) sweeper.noteTraffic(ref)
  const waits = await waitsOfReplies(apiOf({ account: 1 }), systemTiming.pause(2.4 * SWEEP_EVERY_MS))
  const minutes = (performance.now() - beganMs) / MINUTE_MS
  const cpu = process.cpuUsage(cpuBefore)
  await sweeper.close()
  await host.close()
  await store.close()
  rmSync(dir, { recursive: true, force: true })
  return {
    accounts,
    requestsPerMinute: mostWithin(requestedAtMs, MINUTE_MS),
    bucketPerMinute: PER_SECOND * 61,
    longestGapSeconds: Math.round(longestGap([...listedAtMs.values()]) / 100) / 10,
    replyWaitP95Ms: quantilesOf(waits).p95,
    cpuSecondsPerMinute: Math.round((cpu.user + cpu.system) / minutes / 10_000) / 100,
  }
}

const NOTHING_ELSE = {
  mappedVia: () => 'inbox' as const,
  isOurAddress: () => true,
  accept: async () => {},
  wake: () => {},
  count: () => {},
  now: Date.now,
  timing: systemTiming,
  log: silentLog(),
  everyMs: SWEEP_EVERY_MS,
}

function longestGap(timesMs: readonly (readonly number[])[]): number {
  if (timesMs.some((times) => times.length < 2)) return Number.POSITIVE_INFINITY
  const gaps = timesMs.flatMap((times) => times.slice(1).map((ms, at) => ms - (times[at] ?? ms)))
  return gaps.reduce((longest, ms) => Math.max(longest, ms), 0)
}

/** Five requests a second of a reply's priority, for as long; what each took, in ms. */
async function waitsOfReplies(api: ChatwootApi, meanwhile: Promise<unknown>): Promise<number[]> {
  const waits: number[] = []
  let isOver = false
  const over = meanwhile.finally(() => {
    isOver = true
  })
  while (!isOver) {
    const askedMs = performance.now()
    await api.readConversation(1, { priority: 'reply' })
    waits.push(performance.now() - askedMs)
    await systemTiming.pause(200)
  }
  await over
  return waits
}

/** Of accounts, a share has one pending conversation that changed just now; it has twenty messages. */
function answerTo(path: string, changedShare: number): string {
  if (path === '/api') return JSON.stringify({ timestamp: new Date().toISOString().slice(0, 19).replace('T', ' ') })
  if (path.includes('/messages')) return JSON.stringify({ payload: Array.from({ length: 20 }, (_, at) => message(at)) })
  if (!path.includes('/conversations?')) return JSON.stringify(conversation())
  const isChanged = Math.random() < changedShare
  return JSON.stringify({ data: { meta: {}, payload: isChanged ? [conversation()] : [] } })
}

const message = (at: number) => ({
  id: at + 1,
  content: 'Vocês têm o batom matte vermelho rubi em estoque?',
  message_type: at % 2,
  created_at: Math.floor(Date.now() / 1_000) - 3_600,
  sender:
    at % 2 === 0 ? { id: 5, name: 'Ana Souza', type: 'contact' } : { id: 3, name: 'Assistente', type: 'agent_bot' },
})

const conversation = () => ({
  id: 1,
  account_id: 1,
  inbox_id: 1,
  status: 'pending',
  updated_at: Date.now() / 1_000,
  meta: { channel: 'Channel::Whatsapp', sender: { id: 5, name: 'Ana Souza', phone_number: '+5511955550101' } },
})

function mostWithin(atMs: readonly number[], windowMs: number): number {
  let most = 0
  let from = 0
  for (const [at, ms] of atMs.entries()) {
    while ((atMs[from] ?? ms) < ms - windowMs) from += 1
    most = Math.max(most, at - from + 1)
  }
  return most
}
