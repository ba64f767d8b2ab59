import type { Words } from '../words/pt-br.ts'

type Line = keyof Words['activity']

/** Chatwoot's grey lines as an English account writes them (config/locales/en.yml, `conversations.activity`). */
const LINES: readonly (readonly [RegExp, Line])[] = [
  [/^Conversation was reopened by (.+)$/, 'reopened'],
  [/^Conversation was marked as pending by (.+)$/, 'pending'],
  [/^Conversation was marked resolved by (.+)$/, 'resolved'],
  [/^Conversation was snoozed by (.+)$/, 'snoozed'],
  [/^Conversation was marked open by system due to an error with the agent bot\.$/, 'botFailed'],
  [/^(.+) self-assigned this conversation$/, 'selfAssigned'],
  [/^Assigned to (.+) by (.+)$/, 'assigned'],
  [/^Conversation unassigned by (.+)$/, 'unassigned'],
  [/^(.+) added (.+)$/, 'labelled'],
  [/^(.+) removed (?!the priority$)(.+)$/, 'unlabelled'],
]

/** The line in the reader's language; one that is not known stays as it came. */
export function activityText(content: string, words: Words['activity']): string {
  for (const [pattern, line] of LINES) {
    const found = pattern.exec(content)
    if (found) return words[line](found[1] ?? '', found[2] ?? '')
  }
  return content
}
