import type { Language } from '../../../domain/language.ts'
import { when } from '../../../domain/messages/format.ts'
import { say } from '../../../domain/messages/messages.ts'
import type { Tone } from '../../../domain/messages/words.ts'
import type { HandoverReason, HoursNow } from '../../../domain/turn.ts'

/** What the customer is told, and from when a person can be there. */
export function handoverSentence(given: {
  readonly language: Language
  readonly tone: Tone
  readonly reason: HandoverReason
  readonly hours: HoursNow
  readonly nowMs: number
}): string {
  const { language, tone, reason, hours, nowMs } = given
  const first = say(language, OPENINGS[reason] ?? 'handover.trouble', { tone })
  return `${first} ${waitOf({ language, tone, hours, nowMs })}`
}

type Opening =
  | 'handover.asked'
  | 'handover.doubt'
  | 'handover.complaint'
  | 'handover.attachment'
  | 'handover.late'
  | 'handover.systemDown'
  | 'handover.purchase'
  | 'handover.needsPerson'

const OPENINGS: Partial<Record<HandoverReason, Opening>> = {
  'asked-for-human': 'handover.asked',
  'low-confidence': 'handover.doubt',
  'claim-check': 'handover.doubt',
  budget: 'handover.doubt',
  loop: 'handover.doubt',
  flood: 'handover.doubt',
  complaint: 'handover.complaint',
  attachment: 'handover.attachment',
  late: 'handover.late',
  'tool-failed': 'handover.systemDown',
  purchase: 'handover.purchase',
  'needs-person': 'handover.needsPerson',
}

function waitOf({ language, tone, hours, nowMs }: Omit<Parameters<typeof handoverSentence>[0], 'reason'>): string {
  if (hours.isOpen) return say(language, 'handover.open', { tone })
  if (!hours.opensAt) return say(language, 'handover.closedUnknown', { tone })
  const back = when(language, hours.opensAt, { nowMs, timezone: hours.timezone })
  return say(language, 'handover.closed', { tone, when: back })
}
