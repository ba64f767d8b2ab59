import type { Lane, LaneState } from '../../domain/lane.ts'

/** Stands for what a conversation looks like that the store knows nothing of: enough to call a human into it. */
export const unknownState = (lane: Lane): LaneState => ({
  ...lane,
  inbox: null,
  status: 'pending',
  assignee: 'none',
  humanSinceMs: null,
  turns: 0,
  seen: {
    channel: 'default',
    status: 'pending',
    assignee: 'none',
    labels: [],
    canReply: true,
    updatedAtMs: 0,
    contact: null,
  },
})
