import { type Kysely, sql, type Transaction } from 'kysely'
import type { TenantId } from '../../domain/ids.ts'
import type { ConversationRef } from '../../domain/inbound.ts'
import { keyOf } from './rows.ts'
import type { Tables } from './schema.ts'

interface Keeps {
  /** What it holds of a person, for the export and for whoever asks. */
  readonly holds: string
  /** How its rows are found: by their conversation, or by their turn. */
  readonly by: 'conversation' | 'turn'
  /** When it goes by itself, by which setting (`prune.ts`). What is not finished stays. */
  readonly retention: Retention
}

type Retention =
  | 'RETENTION_DAYS_CONVERSATIONS'
  | 'RETENTION_DAYS_STEPS, its row RETENTION_DAYS_CONVERSATIONS'
  | 'when it is due'

/**
 * Everything in the store that keeps something of a person, and how it is found. A table is here or in
 * `NOT_PERSONAL`: a new one fails the test until somebody decides.
 */
export const PERSONAL_DATA = {
  inbox: {
    holds: 'what the customer wrote, until retention ends it',
    by: 'conversation',
    retention: 'RETENTION_DAYS_CONVERSATIONS',
  },
  said: {
    holds: 'the words of customer, crew and attendants',
    by: 'conversation',
    retention: 'RETENTION_DAYS_CONVERSATIONS',
  },
  steps: {
    holds: 'what agents were given and answered',
    by: 'turn',
    retention: 'RETENTION_DAYS_STEPS, its row RETENTION_DAYS_CONVERSATIONS',
  },
  turns: {
    holds: 'what was understood, and what the reply rests on',
    by: 'conversation',
    retention: 'RETENTION_DAYS_CONVERSATIONS',
  },
  outbox: {
    holds: 'our replies and the notes for attendants',
    by: 'conversation',
    retention: 'RETENTION_DAYS_CONVERSATIONS',
  },
  timers: { holds: 'which conversation is looked at again', by: 'conversation', retention: 'when it is due' },
  lanes: {
    holds: "name, phone and e-mail as Chatwoot's contact has them",
    by: 'conversation',
    retention: 'RETENTION_DAYS_CONVERSATIONS',
  },
} as const satisfies Partial<Record<keyof Tables, Keeps>>

/** Tables that keep nothing of a person. */
export const NOT_PERSONAL = {
  leases: 'which process works on which conversation number',
  config_versions: "shops' configurations: what a shop says of itself",
  api_keys: 'hashes of keys, and whose they are',
  audit: 'who among the operators and their Odoo did what, and from which address somebody without a key was refused',
  connections: 'Chatwoot installations and their encrypted tokens',
  pauses: 'which tenants are stopped',
  marks: 'when this store was made, and when each account was last swept, until when steps were emptied',
} as const satisfies Partial<Record<keyof Tables, string>>

type PersonalTable = keyof typeof PERSONAL_DATA

/** Chatwoot's number of a contact, on its connection and account. */
export interface ContactRef {
  readonly tenant: TenantId
  readonly connection: string
  readonly account: number
  readonly contact: number
}

/** Everything kept of one contact, by table. */
export async function exportContact(db: Kysely<Tables>, ref: ContactRef): Promise<Record<PersonalTable, unknown[]>> {
  const conversations = await conversationsOf(db, ref)
  const found = { inbox: [], said: [], steps: [], turns: [], outbox: [], timers: [], lanes: [] } as Record<
    PersonalTable,
    unknown[]
  >
  for (const conversation of conversations)
    for (const table of tables()) found[table].push(...(await rowsOf(db, table, conversation)))
  return found
}

/** Forgets one contact: every row of every conversation of theirs. Returns how many rows went. */
export async function eraseContact(trx: Transaction<Tables>, ref: ContactRef): Promise<number> {
  let erased = 0
  for (const conversation of await conversationsOf(trx, ref))
    for (const table of tables()) erased += await eraseRows(trx, table, conversation)
  return erased
}

/** In the order above: steps before the turns they are found by, lanes last. */
const tables = (): PersonalTable[] => Object.keys(PERSONAL_DATA) as PersonalTable[]

async function conversationsOf(
  db: Kysely<Tables>,
  { tenant, connection, account, contact }: ContactRef,
): Promise<ConversationRef[]> {
  const rows = await db
    .selectFrom('lanes')
    .select(['connection', 'account', 'conversation'])
    .where((eb) => eb.and({ tenant, connection, account }))
    .where(sql<number>`json_extract(seen_json, '$.contact.id')`, '=', contact)
    .execute()
  return rows as unknown as ConversationRef[]
}

function rowsOf(db: Kysely<Tables>, table: PersonalTable, ref: ConversationRef): Promise<unknown[]> {
  if (table === 'steps') return db.selectFrom('steps').selectAll().where('turn', 'in', turnsOf(db, ref)).execute()
  return db
    .selectFrom(table)
    .selectAll()
    .where((eb) => eb.and(keyOf(ref)))
    .execute()
}

async function eraseRows(trx: Transaction<Tables>, table: PersonalTable, ref: ConversationRef): Promise<number> {
  const query =
    table === 'steps'
      ? trx.deleteFrom('steps').where('turn', 'in', turnsOf(trx, ref))
      : trx.deleteFrom(table).where((eb) => eb.and(keyOf(ref)))
  const { numDeletedRows } = await query.executeTakeFirst()
  return Number(numDeletedRows)
}

const turnsOf = (db: Kysely<Tables>, ref: ConversationRef) =>
  db
    .selectFrom('turns')
    .select('id')
    .where((eb) => eb.and(keyOf(ref)))
