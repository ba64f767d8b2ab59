/** One behaviour that is promised. */
export interface Requirement {
  /** `<promise>.<behaviour>`; a test that proves it cites it as `// requirement: <id>` above itself. */
  readonly id: string
  /** Where it is promised. */
  readonly source: string
  /** What holds, as a sentence that a test can show to be false. */
  readonly behaviour: string
  /** `kept`: a test proves it. `open`: not yet, or not by a test. */
  readonly status: 'kept' | 'open'
  /** The issue in which an open one will be kept, where there is one. */
  readonly issue?: number
}

/** The promises of `docs/design/promises.md`; each has its rows below. */
export const PROMISES = [
  ...['ack', 'once', 'fast', 'apart', 'alone', 'human', 'true', 'writes', 'private', 'plain'],
] as const

const kept = (id: string, behaviour: string): Requirement => ({ id, source: sourceOf(id), behaviour, status: 'kept' })
const open = (id: string, behaviour: string, issue?: number): Requirement => ({
  ...{ id, source: sourceOf(id), behaviour, status: 'open' },
  ...(issue === undefined ? {} : { issue }),
})
const sourceOf = (id: string) => `docs/design/promises.md#${id.split('.', 1)[0]}`

/** Everything promised, as behaviours. `test/requirements.test.ts` holds it against the tests. */
export const REQUIREMENTS: readonly Requirement[] = [
  // ack: a webhook is answered when it is durable
  kept(
    'ack.any-payload',
    'every webhook that Chatwoot sends is taken for what it is, and anything else is refused by name',
  ),
  kept(
    'ack.mutated',
    'a payload with anything missing, nulled or of another type is a value or BAD_PAYLOAD, never a crash',
  ),
  kept(
    'ack.signature',
    "a delivery is believed only under the connection's secret, over its raw bytes, within five minutes",
  ),
  kept('ack.body-limit', 'a body over 8 MiB is refused by name'),
  kept('ack.durable', 'what was put into the queue before the hub runs is there when it does'),
  kept('ack.queue-full', 'a full queue takes nothing and says so, as 429'),
  open('ack.power-cut', 'an answered webhook survives a power cut'),
  kept('ack.never-waits', 'an answer never waits for a model, Odoo or Chatwoot'),
  kept('ack.kill', 'no webhook is refused while the serving process is killed or upgraded'),
  open('ack.p99', 'p99 of the answer at 1,000 a second is at most 15 ms, or 1.5 × a bare server'),
  open('ack.saturation', 'at least 4,000 a second are answered while the hub is idle'),
  open(
    'ack.new-connections',
    'with a new connection each, p99 is at most 20 ms at 50 in flight, none over 500 ms in a burst of 1,000',
  ),

  // once: an acknowledged message is answered once
  kept('once.duplicate', 'a webhook delivered twice is one row'),
  kept('once.order', 'the rows of a conversation are answered in the order of Chatwoot, not of arrival'),
  kept('once.one-name', 'one fact has one name, whichever of its webhooks or read-backs tells it'),
  kept('once.transaction', 'a turn, its outbox rows and the end of its inbox rows are written together, once'),
  kept('once.fence', 'a process whose lease was taken over can write no more'),
  kept('once.restart', 'a start finds every conversation that the last run left unfinished'),
  kept(
    'once.lost-answer',
    'a send whose answer was lost is settled by its echo or its marker before it is ever sent again',
  ),
  kept('once.late-commit', 'a message that Chatwoot commits after the connection was cut is not sent again'),
  kept(
    'once.any-order',
    'over any order of duplicates, crashes, lost answers, takeovers and newer messages, each message is answered once',
  ),
  kept('once.kill', 'kill -9 at any moment under load: acknowledged means answered exactly once at Chatwoot'),
  kept('once.burst', 'a burst is answered as one turn, and a newer message joins the turn that has written nothing'),
  kept('once.timer', 'a wait that is due is taken once, after a restart too, and is never moved later'),
  kept('once.backup', 'a restored backup has the same turns, and finishes once what nobody finished since it was made'),
  kept('once.parked', 'what cannot be answered is set aside with its cause, and can be listed, run again and dropped'),
  kept('once.rating', 'a customer is asked to rate at most once in a conversation, by us or by Chatwoot'),
  kept('once.sweeper', 'what a lost webhook hid is found and answered, once, and nothing that is not ours to answer'),
  open('once.odoo-write', 'one write to Odoo happens once'),

  // fast
  kept('fast.one-call', 'a question of the FAQ, or one whose tool is chosen by rule, costs one model call'),
  kept('fast.no-call', 'small talk and a question the shop has answered cost no model call'),
  kept('fast.parallel', 'tools of one answer, and tasks that do not wait for each other, run at the same time'),
  kept('fast.finished', 'a message that looks finished is answered at once, a fragment waits'),
  open('fast.p95', 'p95 from the last message to the reply is under 3 s at 200 conversations at once'),
  open('fast.own', 'our own time in a turn is under 25 ms at p99'),
  open('fast.faq', 'a known question is answered within 300 ms of the gate'),
  open('fast.cpu', 'CPU is at most 0.7 s per 1,000 turns of the bench crew and 2 s per 1,000 real turns'),
  open('fast.start', 'the server starts within 0.5 s'),
  open('fast.memory', 'RSS is at most 160 MB idle and 250 MB at 200 turns in flight'),

  // apart: nothing of a tenant reaches another
  kept('apart.config', 'a configuration is read for its own tenant only, and a broken one harms no other'),
  kept('apart.mapping', 'an account that two shops claim is nobody’s'),
  kept('apart.plan', 'the crew of one tenant is never that of another'),
  kept('apart.prompt', "one shop's instructions are never another's"),
  kept('apart.index', 'a search finds only passages of its tenant, and their scores do not tell of others'),
  kept('apart.cache', 'tenants and parts of a cache key never meet'),
  kept('apart.tools', 'every tenant has its own tool server, which sees its own Odoo alone'),
  kept('apart.turns', 'a free place goes to the tenants in turn, however many a loud one has waiting'),
  kept(
    'apart.replies',
    'at a Chatwoot that many shops share, their replies go out in turn, however many one has waiting',
  ),
  kept('apart.keys', "a tenant's key opens nothing of another tenant, on any route"),
  kept(
    'apart.pushes',
    'a push names no command, no file and no private host, and one that does not load changes nothing',
  ),
  kept(
    'apart.store',
    "a tenant's store sees and changes nothing of another's, and a test notices wherever the tenant is taken out",
  ),
  kept(
    'apart.anywhere',
    'after any traffic nothing of a tenant is at the model, Odoo, Chatwoot, in the log, the metrics, the files or Redis of another',
  ),
  kept(
    'apart.connection',
    'each Chatwoot has a mapping of its own, and a fallback of one serves no other, without tools',
  ),
  kept('apart.metrics', 'no metric holds a tenant, a conversation or a word of a customer'),
  kept(
    'apart.flood-refused',
    'a flood of one shop is refused before it is in memory, while the webhooks of the others are taken',
  ),
  open('apart.flood', 'a flooded tenant slows the quiet ones to at most 1.2 × their p95'),
  kept('apart.errors', 'no answer to a caller holds anything of a tenant that is not theirs'),

  // alone: with anything outside down, slow, silent or flapping, the service goes on
  kept('alone.redis', 'a Redis that is down, silent or flapping is an empty cache, waited for once'),
  kept(
    'alone.model',
    'a model that fails, is slow or says nonsense leaves the answer to the built-in engine, or to a human',
  ),
  kept('alone.odoo', 'an Odoo that is down, slow or silent is given up at its deadline and told as such'),
  kept('alone.search', 'a search that fails is a reply without passages'),
  kept('alone.breaker', 'a server that failed again and again is left alone for a while'),
  kept('alone.health', 'health tells progress: a hub that stopped moving is not ready, though its process lives'),
  kept(
    'alone.chatwoot',
    'while Chatwoot is down or answers amiss, replies wait in order and go out once when it is back',
  ),
  open('alone.rabbitmq', 'with RabbitMQ down, nothing acknowledged is lost'),
  open('alone.qdrant', 'with Qdrant down, search falls back to the words in the store'),
  open('alone.postgres', 'with Postgres down, webhooks are still acknowledged while the broker is up'),

  // human
  kept('human.takeover', 'nothing is written or said in a conversation that a human has taken'),
  kept('human.pending', 'a human who writes into a pending conversation has it until it is given back'),
  kept('human.asks', 'a customer who asks for a human gets one: told, noted, labelled, opened last'),
  kept('human.doubt', 'what has no sure answer ends with a human and the reason'),
  kept('human.summary', 'the note tells who, what, why and what was tried'),
  kept('human.no-error-text', 'no reason for a handover shows the customer an error'),
  kept('human.undeliverable', 'a reply that Chatwoot could not deliver asks for a human, once'),
  kept(
    'human.window',
    "what WhatsApp's closed window keeps from a customer is followed by the shop's template, once, or by a human",
  ),
  kept('human.no-config', 'a shop whose configuration does not load has its customers handed to a human'),
  kept('human.hours', 'outside business hours the customer is told when somebody is back'),
  kept('human.skip', 'automatic replies, groups and control contacts are never answered'),
  kept('human.loop', 'more than 12 of our messages in 10 minutes, or three equal texts in a row, end with a human'),
  open('human.budget', 'a spent budget ends with a cheaper model, the built-in engine, then a human'),
  kept('human.stop-one', 'a label or a note of an attendant stops the crew in one conversation'),
  kept('human.stop-all', 'a stop for a tenant, or for everything, holds within 2 s'),
  open('human.promise', 'what we promised to come back to is rewritten or becomes a job with a deadline'),

  // true
  kept('true.claims', 'every price, date, number, code, link and phone of a reply occurs in the turn’s evidence'),
  kept('true.rewrite', 'an unproven claim is rewritten once, and what stays unproven is not sent'),
  kept('true.built-in', 'the built-in engine says no figure that is not in evidence, hours or question'),
  kept('true.no-passage', 'words nobody wrote about find no passage that is good enough'),
  kept('true.expired', 'a passage is found from its first to its last moment of validity only'),
  kept('true.fence', "a customer's words, a passage or a tool result are never read as instructions"),
  kept('true.engine', 'the built-in engine is never passed off as a model'),

  // writes: nothing changes in Odoo without identity, a yes and a key
  kept('writes.none-offered', 'a tool that writes is not offered to an agent'),
  kept('writes.identity', 'orders are read for a proven customer only; another’s order and none are answered alike'),
  kept('writes.channel', 'a phone is proven by channels that vouch for it and by nothing that is typed'),
  open('writes.proposal', 'a write is proposed, and executed only after an explicit yes to exactly that'),
  open('writes.limits', 'what a shop allows to be written is limited in value and quantity'),

  // private
  kept('private.secrets-never-print', 'a secret never prints: not in logs, JSON, errors or refusals'),
  kept('private.logs-redacted', 'logs hold ids and codes, never words, names, phones or addresses'),
  kept('private.credentials', 'a credential that cannot be read is an error that names the ref, never the value'),
  kept('private.credentials-in-only', 'credentials go in and never come out'),
  kept('private.masked', 'documents and card numbers are masked in every trace'),
  kept('private.index-erased', 'what was replaced in the index is in no byte of its files'),
  kept('private.encrypted', 'a secret that we write is encrypted with a key of its tenant alone'),
  kept('private.erase', 'one command erases one person across every store'),
  kept('private.listed', 'whatever keeps something of a person is in one list, by which it is exported and erased'),
  kept(
    'private.retention',
    'what was kept long enough goes by itself, each kind in its time; what is unfinished stays',
  ),
  kept('private.export', 'one command exports what is known of one person'),

  // plain
  kept(
    'plain.five-questions',
    'the five questions of the demo are answered out of documents and Odoo, or handed over with a summary',
  ),
  kept('plain.settings', 'every setting has one name, one default and one sentence'),
  kept(
    'plain.settings-refused',
    'a wrong, unknown or contradicting setting stops the start with what was probably meant',
  ),
  kept('plain.one-server', 'two servers on one data directory: the second is told so'),
  kept('plain.refusals', 'a caller gets a code and a sentence of what we foresaw, and nothing of a bug'),
  kept('plain.doors', 'every route has a guard, and none is public by default'),
  kept(
    'plain.words',
    'every sentence that a customer or attendant reads is in Portuguese, Spanish and English, in one place',
  ),
  kept('plain.docs', 'the reference pages are what the code says now'),
  kept('plain.start', 'npm start prints one address, and the whole thing works in a browser behind it'),
]
