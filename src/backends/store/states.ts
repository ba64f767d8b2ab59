import { sql } from 'kysely'

/**
 * States as the partial indexes name them, word for word: SQLite takes such an index only where the same literal stands
 * in the question, and without it reads the whole table.
 */
export const IS_OPEN = sql<boolean>`state = 'open'`
export const IS_PARKED = sql<boolean>`state = 'parked'`
export const IS_UNFINISHED = sql<boolean>`state in ('planned', 'sending', 'unknown')`
/** A conversation that the crew has. */
export const IS_OF_CREW = sql<boolean>`status = 'pending' and assignee <> 'human' and human_since is null`
