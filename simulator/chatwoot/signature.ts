import { createHmac } from 'node:crypto'

/** `X-Chatwoot-Signature`: HMAC-SHA256 over `<timestamp>.<raw body>` (Chatwoot lib/webhooks/trigger.rb). */
export const signature = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
