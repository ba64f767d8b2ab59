/** A Python exception as Odoo would raise it; `name` is the class that travels. */
export class OdooError extends Error {
  readonly odooClass: string
  /** HTTP status over JSON-2; JSON-RPC is always 200. */
  readonly status: number

  constructor(odooClass: string, message: string, status: number) {
    super(message)
    this.odooClass = odooClass
    this.status = status
  }
}

export const accessDenied = () => new OdooError('odoo.exceptions.AccessDenied', 'Access Denied', 403)
export const accessError = (text: string) => new OdooError('odoo.exceptions.AccessError', text, 403)
export const userError = (text: string) => new OdooError('odoo.exceptions.UserError', text, 422)
export const valueError = (text: string) => new OdooError('builtins.ValueError', text, 500)
export const typeError = (text: string) => new OdooError('builtins.TypeError', text, 500)
export const attributeError = (text: string) => new OdooError('builtins.AttributeError', text, 404)
export const keyError = (key: string) => new OdooError('builtins.KeyError', key, 500)
export const unauthorized = (text: string) => new OdooError('werkzeug.exceptions.Unauthorized', text, 401)
export const notFound = (text: string) => new OdooError('werkzeug.exceptions.NotFound', text, 404)
export const unprocessable = (text: string) => new OdooError('werkzeug.exceptions.UnprocessableEntity', text, 422)

export const unknownDatabase = (name: string) =>
  new OdooError(
    'psycopg2.OperationalError',
    `connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: FATAL:  database "${name}" does not exist\n`,
    500,
  )

/** What Odoo tells about an exception: the `data` of a JSON-RPC error, the whole body over JSON-2. */
export function errorData(error: unknown): Record<string, unknown> {
  const { odooClass, message } = error instanceof OdooError ? error : new OdooError('builtins.Exception', 'error', 500)
  const short = odooClass.replace(/^builtins\./, '')
  return {
    name: odooClass,
    debug: `Traceback (most recent call last):\n  File "/opt/odoo/odoo/http.py", line 2098, in _transactioning\n${short}: ${message}`,
    message,
    arguments: [message],
    context: {},
  }
}
