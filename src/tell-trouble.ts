import type { Log } from './base/log.ts'
import type { Trouble } from './chatwoot/standing.ts'

/** Says once when a connection stops working, in words that a person can act on, and once when it works again. */
export const tellTrouble =
  (log: Log) =>
  (connection: string, trouble: Trouble | null): void => {
    if (!trouble) {
      log.info({ connection }, 'Chatwoot answers as it should again; what waited goes on')
      return
    }
    const { kind, failure } = trouble
    log.error({ connection, trouble: kind, err: failure }, `connection ${connection} ${WHAT[kind]}: ${failure.message}`)
  }

const STOPPED = 'is stopped until this is mended; customers wait'
const WHAT: Readonly<Record<Trouble['kind'], string>> = {
  token: STOPPED,
  address: STOPPED,
  silence: 'waits and is tried again',
  rights: 'goes on without what it may not do',
}
