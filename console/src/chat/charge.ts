import { assigneeOf, type SimConversation } from '../api/simulator-shapes.ts'

/** Who answers the customer now. */
export type Charge =
  | { readonly by: 'none' | 'crew' | 'waiting' | 'resolved' }
  | { readonly by: 'human'; readonly name: string }

/** As the hub decides it: the crew speaks while a conversation is pending and nobody owns it. */
export function chargeOf(conversation: SimConversation | null): Charge {
  if (!conversation) return { by: 'none' }
  if (conversation.status === 'resolved') return { by: 'resolved' }
  const name = assigneeOf(conversation)
  if (name !== null) return { by: 'human', name }
  return { by: conversation.status === 'pending' ? 'crew' : 'waiting' }
}
