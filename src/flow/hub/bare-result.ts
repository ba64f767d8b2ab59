import { nothingUnderstood } from '../../domain/intent.ts'
import type { Language } from '../../domain/language.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { CrewResult } from '../../domain/turn.ts'

/** A turn that no crew ran. */
export function bareResult(
  outcome: CrewResult['outcome'],
  reason: CrewResult['reason'],
  language: Language,
  actions: readonly OutboundAction[] = [],
): CrewResult {
  return {
    outcome,
    reason,
    actions,
    understanding: nothingUnderstood(language),
    intent: 'other',
    language,
    usage: { modelCalls: 0, inputTokens: 0, outputTokens: 0 },
    steps: [],
    evidence: { passages: [], tools: [] },
  }
}
