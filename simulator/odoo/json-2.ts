import { errorData, OdooError, unauthorized } from './errors.ts'
import { callerOf, type Rpc } from './json-rpc.ts'
import { execute } from './orm/execute.ts'

export interface Json2Answer {
  readonly status: number
  /** Undefined: Odoo's HTML page for a database that is not there. */
  readonly body: unknown
}

/** `POST /json/2/<model>/<method>` of Odoo 19: named arguments, a bearer key, real status codes. */
export function answerJson2(
  rpc: Rpc,
  path: string,
  { headers, body }: { headers: Readonly<Record<string, unknown>>; body: Readonly<Record<string, unknown>> },
): Json2Answer {
  const [model = '', method = ''] = path.replace(/^\/json\/2\//, '').split('/')
  const database = rpc.databases.get(String(headers['x-odoo-database'] ?? ''))
  if (!database) return { status: 404, body: undefined }
  try {
    const key = /^bearer (.+)$/i.exec(String(headers.authorization ?? ''))?.[1]
    if (!key) throw unauthorized('User not authenticated, use an API Key with a Bearer Authorization header.')
    // A password is no API key here.
    const user = database.users.find(({ secrets: [, apiKey] }) => apiKey === key)
    if (!user) throw unauthorized('Invalid apikey')
    return { status: 200, body: execute(callerOf(database, user.uid, rpc.series), model, method, [], body) ?? null }
  } catch (error) {
    return { status: error instanceof OdooError ? error.status : 500, body: errorData(error) }
  }
}
