import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'

export interface MessageOptions {
  readonly tenants: number
  /** Chatwoot's number of the first one; 1 unless given. */
  readonly firstAccount?: number
  /** Messages of one conversation before the next one begins. */
  readonly perConversation?: number
  readonly text?: (reference: string) => string
  /** +55 11 … as WhatsApp proves it. */
  readonly phone?: string
}

export interface LoadMessage {
  readonly account: number
  readonly conversation: number
  readonly reference: string
  readonly body: Buffer
}

/** A recorded WhatsApp message of 4.16 (3 kB), whose ids, text and times are replaced. */
const recorded = JSON.parse(
  readFileSync('test/fixtures/chatwoot/02_message_created_incoming_whatsapp_cloud.json', 'utf8'),
)

const ASKED = (reference: string): string =>
  `Hi, I ordered a desk lamp and two shelves last week (order ${reference}) and the parcel has still not arrived. Could you tell me where it is and when it will be delivered? I am only at home on Thursday. Thanks!`

/** The `i`-th message of a load: three lines of English with an order number of its own. */
export function messageAt(i: number, options: MessageOptions): LoadMessage {
  const { tenants, firstAccount = 1, perConversation = 1, text = ASKED, phone = '+5511955550101' } = options
  const turn = Math.floor(i / perConversation)
  const account = firstAccount + (turn % tenants)
  const conversation = 100_000 + turn
  const reference = `SO${1_000_000 + (i % 9_000_000)}`
  return { account, conversation, reference, body: bodyOf({ i, account, conversation, phone, text: text(reference) }) }
}

/** A change of a conversation that needs no answer: durable work for the door, next to none for the hub. */
export function changeAt(i: number, { tenants }: MessageOptions): LoadMessage {
  const message = messageAt(i, { tenants })
  const { conversation, account } = JSON.parse(message.body.toString('utf8'))
  const body = { ...conversation, event: 'conversation_status_changed', account, changed_attributes: [] }
  return { ...message, body: Buffer.from(JSON.stringify(body)) }
}

interface Body {
  readonly i: number
  readonly account: number
  readonly conversation: number
  readonly phone: string
  readonly text: string
}

function bodyOf({ i, account, conversation, phone, text }: Body): Buffer {
  const nowSec = Math.floor(Date.now() / 1000)
  const owner = { id: account, name: `Loja ${account}` }
  const inbox = { id: account * 10 + 1, name: 'WhatsApp' }
  const contact = { id: 40_000 + i, name: 'Ana Souza', phone_number: phone }
  const inner = recorded.conversation
  const message = inner.messages[0]
  const ids = { account_id: account, inbox_id: inbox.id, conversation_id: conversation, created_at: nowSec }
  return Buffer.from(
    JSON.stringify({
      ...recorded,
      ...{ account: owner, content: text, id: 7_000_000 + i, inbox, source_id: `wamid.${i}` },
      created_at: new Date(nowSec * 1000).toISOString(),
      sender: { ...recorded.sender, ...contact, account: owner },
      conversation: {
        ...inner,
        ...{
          id: conversation,
          inbox_id: inbox.id,
          account: owner,
          updated_at: nowSec + 0.25,
          last_activity_at: nowSec,
        },
        messages: [{ ...message, ...ids, id: 7_000_000 + i, content: text, sender: { ...message.sender, ...contact } }],
        meta: { ...inner.meta, sender: { ...inner.meta.sender, ...contact } },
      },
    }),
  )
}

/** Chatwoot's signature (4.13 and later), as header lines. */
export function signed(secret: string, body: Buffer): string {
  const timestamp = Math.floor(Date.now() / 1000)
  const mac = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')
  return `X-Chatwoot-Timestamp: ${timestamp}\r\nX-Chatwoot-Signature: sha256=${mac}\r\n`
}
