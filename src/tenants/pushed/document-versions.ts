import type { ConfigVersions } from '../../backends/store/store.ts'

/** What we need of the store's versions. */
export type DocumentVersions = Pick<ConfigVersions, 'add' | 'addAll' | 'newest' | 'history' | 'version' | 'tenants'>
