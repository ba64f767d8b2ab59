/**
 * What a load kit of other makers, which knows nothing of our code, found with `npm run bench:server`: signed webhooks, a new
 * connection each, a model call of 300 ms, four of them a turn in two hops. Written down by hand, on the day it was run.
 */
export const OUTSIDE = {
  day: '2026-11-23',
  kill: {
    ...{ kills: 20, perSecond: 30, sent: 2_700, acknowledged: 2_321, inFlight: 360 },
    ...{ neverAnswered: 0, doubled: 0, wrong: 0, readyMedianMs: 614 },
  },
  driver: [
    {
      ...{ load: '50 in flight, one webhook in ten twice, three messages a conversation', sent: 1_728, ackP99Ms: 27.7 },
      ...{ replyP50Ms: 646, replyP99Ms: 752, lost: 0, doubled: 0, wrong: 0, leaked: 0 },
    },
    {
      ...{ load: '100 a second, the same', sent: 1_800, ackP99Ms: 11.9, replyP50Ms: 610, replyP99Ms: 659 },
      ...{ lost: 0, doubled: 0, wrong: 0, leaked: 0 },
    },
  ],
} as const
