import type { Reader } from '../tree/reader.ts'
import type { SourcedMap } from '../tree/sourced.ts'

/**
 * A way in which shops are written down. Files mix them, so each dialect reads the keys that are its own and leaves
 * the rest; what no dialect asked for is unknown.
 *
 * The result is a *draft*: the canonical names of `TenantConfig`, in pieces that merge key by key (`hours` by its
 * times, `farewell` by text and switch); `finish.ts` makes the configuration of the merged drafts.
 */
export interface Dialect {
  readonly id: 'a' | 'b' | 'c' | 'd' | 'e'
  /** Whether anything in the file is written in it. */
  speaks(file: Reader): boolean
  draft(file: Reader): SourcedMap | undefined
}
