/**
 * What went wrong with a call to Odoo, by what a caller can do about it:
 * - `unreachable`: no answer, too slow, or an answer that is not Odoo's (a proxy's error page). May work later.
 * - `credentials`: login or key refused, or no such database. The shop's owner must act.
 * - `access`: the bot's user may not (rights, record rule, company, private method).
 * - `missing`: the record is gone, or the model or method is not in this Odoo.
 * - `business`: Odoo's own rule says no (UserError, ValidationError).
 * - `bug`: we asked for something this Odoo does not know (a field, an argument), or Odoo itself broke.
 */
export type OdooFailureKind = 'unreachable' | 'credentials' | 'access' | 'missing' | 'business' | 'bug'

/**
 * A call that Odoo refused or did not answer. `odooClass` is the Python class Odoo named, for logs; the message is
 * ours. Odoo's own text is never kept: it is translated, names internal groups, and may hold ids and paths.
 */
export class OdooFailure extends Error {
  readonly kind: OdooFailureKind
  readonly odooClass: string | null

  constructor(kind: OdooFailureKind, options: { odooClass?: string; cause?: unknown } = {}) {
    super(SENTENCES[kind], { cause: options.cause })
    this.name = 'OdooFailure'
    this.kind = kind
    this.odooClass = options.odooClass ?? null
  }
}

const SENTENCES: Record<OdooFailureKind, string> = {
  unreachable: 'The shop system (Odoo) did not answer. Nothing is known about this right now.',
  credentials: 'The shop system (Odoo) refused our login. The shop has to renew it.',
  access: 'The shop system (Odoo) does not allow us to look at this.',
  missing: 'The shop system (Odoo) has no such record or function.',
  business: 'The shop system (Odoo) refused this by one of its own rules.',
  bug: 'The shop system (Odoo) could not do this because of a technical error.',
}

/**
 * The kind of an error object that Odoo sent, by its class alone: messages are translated and re-branded.
 * Classes as recorded on Odoo 16-19 (`data.name` over JSON-RPC, `name` over JSON-2).
 */
export function kindOf(odooClass: string): OdooFailureKind {
  const known = KINDS[odooClass.slice(odooClass.lastIndexOf('.') + 1)]
  if (known) return known
  return odooClass.startsWith('psycopg2.') ? 'unreachable' : 'bug'
}

const KINDS: Readonly<Record<string, OdooFailureKind>> = {
  AccessDenied: 'credentials',
  Unauthorized: 'credentials',
  SessionExpiredException: 'credentials',
  AccessError: 'access',
  Forbidden: 'access',
  MissingError: 'missing',
  NotFound: 'missing',
  AttributeError: 'missing',
  UserError: 'business',
  ValidationError: 'business',
  RedirectWarning: 'business',
  LockError: 'unreachable',
}
