interface Kind {
  /** The HTTP answer when it happens while a caller waits. */
  readonly http: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 502 | 503
  /** Whether the same work may succeed later, unchanged. */
  readonly retry: boolean
  /** One sentence a person can act on. Never holds a secret or a customer's text. */
  readonly say: (details: never) => string
}

/** Every way we fail on purpose. `docs/reference/failures.md` is made from this table. */
export const FAILURES = {
  /** The body is no event Chatwoot sends; `problem` is the schema's first complaint. */
  BAD_PAYLOAD: { http: 400, retry: false, say: (d: { problem: string }) => `not a Chatwoot webhook: ${d.problem}` },
  /** The signature header does not match the body under any secret of the connection, or is too old. */
  BAD_SIGNATURE: {
    http: 401,
    retry: false,
    say: (d: { connection: string; problem: string }) =>
      `connection ${d.connection}: ${d.problem}. Compare the webhook secret here with the one Chatwoot shows.`,
  },
  /** No connection has this webhook token. */
  UNKNOWN_CONNECTION: { http: 404, retry: false, say: () => 'no connection has this webhook address' },
  /** No such page or record. */
  NOT_FOUND: { http: 404, retry: false, say: (d: { what: string }) => `there is no ${d.what}` },
  /** The caller did not prove who it is. */
  UNAUTHORIZED: { http: 401, retry: false, say: (d: { how: string }) => `not signed in: ${d.how}` },
  /** The caller is known and may not. */
  FORBIDDEN: { http: 403, retry: false, say: (d: { why: string }) => `not allowed: ${d.why}` },
  /** A request to our own API that does not fit its schema. */
  BAD_REQUEST: { http: 400, retry: false, say: (d: { problem: string }) => `the request does not fit: ${d.problem}` },
  /** The body is larger than one webhook can be. */
  BODY_TOO_LARGE: { http: 413, retry: false, say: (d: { limitMib: number }) => `the body is over ${d.limitMib} MiB` },
  /** Nobody is mapped to this Chatwoot account and there is no fallback. */
  UNKNOWN_ACCOUNT: {
    http: 422,
    retry: false,
    say: (d: { account: number }) =>
      `Chatwoot account ${d.account} belongs to no tenant: add it to chatwoot_mapping.yaml or set a fallback`,
  },
  /** More is waiting than we may hold; Chatwoot's bot webhooks try again on 429. */
  QUEUE_FULL: { http: 429, retry: true, say: (d: { waiting: number }) => `${d.waiting} messages are waiting already` },
  /** The store cannot be written (disk full, shut). 500 on purpose: Chatwoot tries again on 500, never on 503. */
  STORE_UNWRITABLE: { http: 500, retry: true, say: (d: { problem: string }) => `cannot write the store: ${d.problem}` },
  /** Another process holds the data directory. */
  DATA_DIR_IN_USE: {
    http: 500,
    retry: false,
    say: (d: { dir: string; pid: string }) =>
      `the data directory ${d.dir} is in use by process ${d.pid}: stop it, or set DATA_DIR to another directory`,
  },
  /** The data directory cannot be made, read or written. */
  DATA_DIR_UNUSABLE: {
    http: 500,
    retry: false,
    say: (d: { dir: string; problem: string }) => `the data directory ${d.dir} cannot be used: ${d.problem}`,
  },
  /** Somebody else listens on our port. */
  PORT_IN_USE: {
    http: 500,
    retry: false,
    say: (d: { port: number }) => `port ${d.port} is in use: stop what listens there, or set PORT to another one`,
  },
  /** A setting is unknown, wrong or contradicts another. */
  BAD_SETTING: { http: 500, retry: false, say: (d: { problem: string }) => `settings: ${d.problem}` },
  /** A tenant's YAML does not load; its last good version goes on serving where there is one. */
  CONFIG_INVALID: {
    http: 422,
    retry: false,
    say: (d: { tenant: string; problem: string }) => `the configuration of ${d.tenant} does not load: ${d.problem}`,
  },
  /** What was pushed names a command, a file, or a host of a private network; nothing was changed. */
  CONFIG_FORBIDDEN: {
    http: 422,
    retry: false,
    say: (d: { tenant: string; problem: string }) => `the configuration of ${d.tenant} may not say this: ${d.problem}`,
  },
  /** More requests than one key may make in a minute. */
  TOO_MANY_REQUESTS: {
    http: 429,
    retry: true,
    say: (d: { perMinute: number }) => `more than ${d.perMinute} requests a minute: wait, and send them again`,
  },
  /** A secret that a configuration names is not there, or cannot be decrypted. Names the ref, never the value. */
  CREDENTIAL_UNUSABLE: {
    http: 422,
    retry: false,
    say: (d: { tenant: string; ref: string; problem: string }) => `credential ${d.ref} of ${d.tenant}: ${d.problem}`,
  },
  /** A secret was to be kept and there is no key to encrypt it with; nothing was changed. */
  CREDENTIAL_KEY_MISSING: {
    http: 409,
    retry: false,
    say: (d: { how: string }) =>
      `no secret can be kept: CREDENTIAL_MASTER_KEY is not set. ${d.how} Start the server again with it and repeat this.`,
  },
  /** The old global `credentials/<account>.yaml` while several domains have that account. */
  CREDENTIALS_AMBIGUOUS: {
    http: 422,
    retry: false,
    say: (d: { account: string; tenants: string }) =>
      `credentials/${d.account}.yaml could belong to ${d.tenants}: move it to domains/<domain>/${d.account}/credentials.yaml`,
  },
  /** Chatwoot answered 429 or 5xx, or nothing (0): the same call may succeed later. */
  CHATWOOT_BUSY: {
    http: 503,
    retry: true,
    say: (d: { status: number; address?: string; why?: string }) =>
      `Chatwoot${d.address ? ` at ${d.address}` : ''} answered ${d.status || 'nothing'}${d.why ? ` (${d.why})` : ''}`,
  },
  /** Chatwoot refused the call (4xx). */
  CHATWOOT_REFUSED: {
    http: 502,
    retry: false,
    say: (d: { status: number; problem: string }) => `Chatwoot answered ${d.status}: ${d.problem}`,
  },
  /** Chatwoot says there is no such record: a conversation, a team, an account that was deleted. */
  CHATWOOT_GONE: { http: 502, retry: false, say: () => 'Chatwoot has no such conversation or record any more' },
  /** Who answers at Chatwoot's address is not Chatwoot, or cannot be trusted to be: nothing asked there was done. */
  CHATWOOT_ASTRAY: {
    http: 502,
    retry: true,
    say: (d: { problem: string }) => `what answers at Chatwoot's address is not Chatwoot: ${d.problem}. Mend its URL.`,
  },
  /** A token was revoked or lacks the right. */
  CHATWOOT_UNAUTHORIZED: {
    http: 502,
    retry: false,
    say: (d: { token: string; why?: string }) =>
      `Chatwoot refuses the ${d.token} token${d.why ? ` (${d.why})` : ''}: make a new one and set it here`,
  },
  /** Chatwoot lets neither of our tokens do this; both are good for everything else. */
  CHATWOOT_FORBIDDEN: {
    http: 502,
    retry: false,
    say: (d: { why: string }) => `Chatwoot does not let us do this (${d.why}): give our token's user the right to`,
  },
  /** The model's server answered 429 or 5xx, cut the answer, or was too slow. */
  MODEL_BUSY: { http: 503, retry: true, say: (d: { problem: string }) => `the model did not answer: ${d.problem}` },
  /** The model's server refused the call, or answered what cannot be used. */
  MODEL_REFUSED: {
    http: 502,
    retry: false,
    say: (d: { problem: string }) => `the model's server refused: ${d.problem}`,
  },
  /** A tool's server failed or was too slow. */
  TOOL_FAILED: {
    http: 502,
    retry: true,
    say: (d: { tool: string; problem: string }) => `tool ${d.tool}: ${d.problem}`,
  },
  /** The turn's time is over. */
  TURN_TIMEOUT: { http: 503, retry: false, say: (d: { ms: number }) => `the turn took longer than ${d.ms} ms` },
  /** Somebody else has taken the lane over; what was done here is not written. */
  LEASE_LOST: {
    http: 409,
    retry: false,
    say: (d: { lane: string }) => `lane ${d.lane} was taken over by another process`,
  },
  /** An unforeseen error, kept with its stack in the log. */
  BUG: { http: 500, retry: false, say: (d: { problem: string }) => `an error we did not foresee: ${d.problem}` },
} as const satisfies Record<string, Kind>

export type FailureCode = keyof typeof FAILURES
type Details<C extends FailureCode> = Parameters<(typeof FAILURES)[C]['say']>[0] extends infer D
  ? D extends undefined
    ? Record<never, never>
    : D
  : never

/** A failure we foresaw. Anything else thrown is a bug: logged with its stack, answered as a bare 500. */
export class Failure<C extends FailureCode = FailureCode> extends Error {
  readonly code: C

  constructor(code: C, details: Details<C>, options?: ErrorOptions) {
    super((FAILURES[code].say as (details: Details<C>) => string)(details), options)
    this.name = 'Failure'
    this.code = code
  }

  get http(): Kind['http'] {
    return FAILURES[this.code].http
  }

  get retry(): boolean {
    return FAILURES[this.code].retry
  }
}

/** What the caller of an HTTP route is shown of `error`: a code and a sentence, never a stack. */
export function failureBody(error: unknown): {
  status: Kind['http']
  body: { error: { code: string; message: string } }
} {
  if (error instanceof Failure)
    return { status: error.http, body: { error: { code: error.code, message: error.message } } }
  return { status: 500, body: { error: { code: 'BUG', message: 'an error we did not foresee; see the log' } } }
}
