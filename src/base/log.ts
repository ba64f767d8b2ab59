import pino from 'pino'

/** The log: JSON lines on stdout. Holds ids and codes, never what a customer wrote (DESIGN §12, personal data). */
export type Log = pino.Logger

/** Names that must never print, wherever they stand in what is logged. */
const REDACTED = [
  'token',
  'secret',
  'password',
  'apiKey',
  'authorization',
  'text',
  'content',
  'body',
  'phone',
  'email',
  'name',
]

export function openLog(level: string, bindings: Record<string, unknown> = {}): Log {
  const paths = REDACTED.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])
  return pino({
    level,
    base: bindings,
    redact: { paths, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  })
}

/** A log that says nothing, for tests and tools. */
export const silentLog = (): Log => pino({ level: 'silent' })
