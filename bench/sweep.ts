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
  /** From the first account's request to the last one's. */
  readonly sweepSeconds: number
  /** What a reply waits for its request while a sweep is under way. */
  readonly replyWaitP95Ms: number
  /** Of this process and its fake Chatwoot together, for one sweep of all accounts. */
  readonly cpuSecondsPerSweep: number
}

const PER_SECOND = 40
const MINUTE_MS = 60_000

/**
 * A thousand accounts on one Chatwoot, all with traffic, in some of which a conversation of the crew changed since the
 * last sweep. Real requests through the host's bucket for two sweeps: about a minute and a half.
 */
export async function benchSweep({ accounts = 1_000, changedShare = 0.2 } = {}): Promise<SweepNumbers> {
  const requestedAtMs: number[] = []
  await using chatwoot = await openTinyServer(({ path }, reply) => {
    requestedAtMs.push(performance.now())
    reply(200, answerTo(path, changedShare))
  })
  const dir = mkdtempSync(join(tmpdir(), 'bench-sweep-'))
  const store = await Store.open({ dir, owner: 'bench', now: Date.now, survives: 'process' })
  const host = new ChatwootHost({ baseUrl: `http://127.0.0.1:${chatwoot.port}`, requestsPerSecond: PER_SECOND })
  const token = new Secret('bench')
  const apiOf = ({ account }: { account: number }) =>
    new ChatwootApi({ host, account, botToken: token, userToken: token })
  const sweeper = new Sweeper({
    sweeps: store.sweeps,
    mapped: () => Array.from({ length: accounts }, (_, at) => ({ connection: DEFAULT_CONNECTION, account: at + 1 })),
    mappedVia: () => 'inbox',
    isOurAddress: () => true,
    apiOf,
    accept: async () => {},
    wake: () => {},
    count: () => {},
    now: Date.now,
    timing: systemTiming,
    log: silentLog(),
    everyMs: null,
  })
  await sweeper.start()
  const cpuBefore = process.cpuUsage()
  const beganMs = performance.now()
  const first = sweeper.sweep()
  const waits = await waitsOfReplies(apiOf({ account: 1 }), first)
  const sweepSeconds = (performance.now() - beganMs) / 1_000
  const cpu = process.cpuUsage(cpuBefore)
  await systemTiming.pause(Math.max(0, SWEEP_EVERY_MS - sweepSeconds * 1_000))
  await sweeper.sweep()
  await sweeper.close()
  await host.close()
  await store.close()
  rmSync(dir, { recursive: true, force: true })
  return {
    accounts,
    requestsPerMinute: mostWithin(requestedAtMs, MINUTE_MS),
    bucketPerMinute: PER_SECOND * 61,
    sweepSeconds: Math.round(sweepSeconds),
    replyWaitP95Ms: quantilesOf(waits).p95,
    cpuSecondsPerSweep: Math.round((cpu.user + cpu.system) / 10_000) / 100,
  }
}

/** Five requests a second of a reply's priority, as long as the sweep goes on; what each took, in ms. */
async function waitsOfReplies(api: ChatwootApi, sweep: Promise<unknown>): Promise<number[]> {
  const waits: number[] = []
  let isOver = false
  const over = sweep.finally(() => {
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
