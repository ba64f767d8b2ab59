import type { Json, User } from './records.ts'
import type { State } from './state.ts'

/** `GET /api/v1/profile`: the token's user and the accounts it may enter. */
export const profile = (state: State, user: User): Json => ({
  access_token: user.token,
  account_id: state.accounts.keys().next().value ?? null,
  available_name: user.name,
  avatar_url: '',
  confirmed: true,
  display_name: null,
  email: user.email,
  id: user.id,
  name: user.name,
  provider: 'email',
  role: user.role,
  type: null,
  uid: user.email,
  accounts: [...state.accounts.values()].map(({ id, name }) => ({
    id,
    name,
    status: 'active',
    role: user.role,
    permissions: [user.role],
    availability: 'online',
    availability_status: 'online',
    auto_offline: true,
  })),
})
