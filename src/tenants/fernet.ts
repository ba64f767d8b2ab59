import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../base/secret.ts'

const VERSION = 0x80
const HEAD = 1 + 8 + 16 // version, time, IV
const BLOCK = 16
const MAC = 32

/**
 * The text of a Fernet token (AES-128-CBC, HMAC-SHA256; github.com/fernet/spec); null when the key, the token or its
 * signature is not right. Tokens do not grow old here: a stored secret has no time to live.
 */
export function decryptFernet(token: string, key: Secret): string | null {
  const keys = base64url(key.reveal().trim())
  const bytes = base64url(token.trim())
  if (keys?.length !== 32 || !bytes || bytes[0] !== VERSION) return null
  const sealed = bytes.length - HEAD - MAC
  if (sealed < BLOCK || sealed % BLOCK !== 0) return null
  const signed = bytes.subarray(0, -MAC)
  const mac = createHmac('sha256', keys.subarray(0, 16)).update(signed).digest()
  if (!timingSafeEqual(mac, bytes.subarray(-MAC))) return null
  try {
    const decipher = createDecipheriv('aes-128-cbc', keys.subarray(16), bytes.subarray(9, HEAD))
    return Buffer.concat([decipher.update(signed.subarray(HEAD)), decipher.final()]).toString('utf8')
  } catch {
    return null // wrong padding under a right signature
  }
}

/** Strict, padding optional: Node's own decoder skips what is not base64. */
function base64url(text: string): Buffer | null {
  return /^[A-Za-z0-9_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : null
}
