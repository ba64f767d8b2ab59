import type { OutboundAction } from '../../domain/outbound.ts'

/**
 * What is done where humans take a conversation over, with the shop's own labels beside ours. Chatwoot's names of
 * labels are small letters without blanks.
 */
export function withShopLabels(
  actions: readonly OutboundAction[],
  labels: readonly string[] = [],
): readonly OutboundAction[] {
  const own = labels.map((label) => label.trim().toLowerCase().replace(/\s+/g, '-')).filter((label) => label !== '')
  if (own.length === 0) return actions
  return actions.map((action) =>
    action.kind === 'labels' ? { ...action, add: [...new Set([...action.add, ...own])] } : action,
  )
}
