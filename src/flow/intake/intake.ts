import { createHash } from 'node:crypto'
import { Failure, type FailureCode, failureBody } from '../../base/failure.ts'
import type { Connection } from '../../chatwoot/connection.ts'
import { type RequestHeaders, verifySignature } from '../../chatwoot/signature.ts'
import { classify, readWebhook } from '../../chatwoot/webhook.ts'
import { DEFAULT_CONNECTION, type TenantId } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'
import type { Queue } from '../queue/queue.ts'

/** What of a connection the door needs: never a token that speaks to Chatwoot. */
export type DoorConnection = Pick<Connection, 'id' | 'account' | 'webhookToken' | 'secrets' | 'allowsUnsigned'>

export interface IntakeDeps {
  readonly queue: Pick<Queue, 'put'>
  readonly connections: readonly DoorConnection[]
  /** Who serves this account or inbox; null: nobody. Asked anew each time, the mapping changes under us. */
  readonly tenantOf: (ref: { connection: string; account: number; inbox: number | null }) => TenantId | null
  readonly now: () => number
}

export interface Delivery {
  /** Last part of `/webhooks/<token>`; null for the old `POST /webhook`. */
  readonly token: string | null
  readonly headers: RequestHeaders
  readonly body: Buffer
}

export interface Answer {
  readonly status: number
  readonly body: unknown
  /** What it was counted as: an event's kind, `nothing`, or a failure's code. */
  readonly counted: Inbound['event']['kind'] | 'nothing' | FailureCode
}

/**
 * Takes Chatwoot's webhooks: whose is it, is it really theirs, what does it mean for us, into the queue, 2xx. Answers
 * when the message would survive `kill -9` and power loss; never waits for a model, Odoo or Chatwoot, whose webhook
 * gives up after 5 s. Refusals are not 2xx on purpose: Chatwoot then opens the conversation to its humans.
 */
export class WebhookHandler {
  readonly #deps: IntakeDeps
  /** By SHA-256 of the token, so that the look-up's time tells nothing of it. */
  readonly #byToken: ReadonlyMap<string, DoorConnection>
  readonly #default: DoorConnection | undefined

  constructor(deps: IntakeDeps) {
    this.#deps = deps
    this.#byToken = new Map(
      deps.connections.flatMap((each) => (each.webhookToken ? [[digest(each.webhookToken), each]] : [])),
    )
    this.#default = deps.connections.find(({ id }) => id === DEFAULT_CONNECTION)
  }

  /** Never throws: what cannot be taken is an answer with a code and a sentence. */
  async take(delivery: Delivery): Promise<Answer> {
    try {
      const read = this.#read(delivery)
      if (!read) return { status: 200, body: { queued: false }, counted: 'nothing' }
      await this.#deps.queue.put(read.inbound, read.tenant)
      return { status: 200, body: { queued: true }, counted: read.inbound.event.kind }
    } catch (error) {
      const counted = error instanceof Failure ? error.code : 'BUG'
      return { ...failureBody(error), counted }
    }
  }

  #read({ token, headers, body }: Delivery): { inbound: Inbound; tenant: TenantId } | null {
    const { now, tenantOf } = this.#deps
    const connection = this.#connectionOf(token)
    const signed = this.#isSigned(connection, headers, body)
    const { id, account = null } = connection
    const inbound = classify(readWebhook(body), { connection: id, account, receivedAtMs: now(), signed })
    if (!inbound) return null
    const tenant = isOwn(inbound, account) ? tenantOf(inbound) : null
    if (tenant === null) throw new Failure('UNKNOWN_ACCOUNT', { account: inbound.account })
    return { inbound, tenant }
  }

  #connectionOf(token: string | null): DoorConnection {
    const connection = token === null ? this.#default : this.#byToken.get(digest(token))
    if (!connection) throw new Failure('UNKNOWN_CONNECTION', {})
    return connection
  }

  #isSigned({ id, secrets, allowsUnsigned }: DoorConnection, headers: RequestHeaders, body: Buffer): boolean {
    const proof = verifySignature({ connection: id, secrets }, headers, body, this.#deps.now())
    if (proof === 'unsigned' && !allowsUnsigned)
      throw new Failure('BAD_SIGNATURE', { connection: id, problem: 'the connection has no webhook secret' })
    return proof === 'signed'
  }
}

/** A connection of one account speaks for no other. */
const isOwn = (inbound: Inbound, account: number | null): boolean => account === null || inbound.account === account

const digest = (token: string): string => createHash('sha256').update(token).digest('hex')
