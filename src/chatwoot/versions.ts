/** Something we need that came with a Chatwoot version, and how it is without it. */
export interface VersionGap {
  /** The first version that has it. */
  readonly since: string
  readonly what: string
  readonly without: string
}

/** What older Chatwoots lack for us, newest first; `docs/reference/chatwoot-versions.md` is made from this table. */
export const VERSION_GAPS: readonly VersionGap[] = [
  {
    since: '4.18.0',
    what: 'a connected bot is shown as the owner of its conversations, and giving one back to it sets it to pending',
    without: 'attendants give a conversation back by setting it to pending',
  },
  {
    since: '4.14.2',
    what: 'bots may read a conversation and its labels; conversation events name their account',
    without: 'labels and conversations are read with the user token, and a connection speaks for one account alone',
  },
  {
    since: '4.14.1',
    what: 'the setting SAFE_FETCH_ALLOW_PRIVATE_NETWORK',
    without: 'Chatwoot 4.14.0 cannot reach us at a private address at all: give this server a public one',
  },
  {
    since: '4.13.0',
    what: 'what bots and API inboxes are told is signed; bots hear of status and assignment',
    without: 'deliveries are unsigned: each is only a hint and is read back with the user token, at one request more',
  },
  {
    since: '4.12.0',
    what: 'a webhook that we answered 429 or 500 is sent again; account webhooks are signed; bots may show typing',
    without: 'what Chatwoot could not deliver is found by the sweeper, within a minute',
  },
  {
    since: '4.9.0',
    what: 'messages keep what we write into content_attributes; TikTok',
    without: 'a message whose answer was lost is known again by its text alone',
  },
  {
    since: '4.8.0',
    what: 'a conversation may be assigned to a bot; the setting WEBHOOK_TIMEOUT',
    without: 'a webhook is given up after 5 s, which we never need',
  },
  {
    since: '4.7.0',
    what: 'a conversation whose webhook failed for good is opened to the humans',
    without: 'it stays pending, where nobody sees it, until the sweeper finds it',
  },
  {
    since: '4.2.0',
    what: 'bots may write custom attributes',
    without: 'they are written with the user token',
  },
]

/** What a Chatwoot of this version lacks. */
export const gapsOf = (version: string): readonly VersionGap[] =>
  VERSION_GAPS.filter(({ since }) => !isAtLeast(version, since))

/** Whether `version` (`4.16.0`, `4.16.0-ce`) is at least `wanted`. What is no version is taken for a new one. */
export function isAtLeast(version: string, wanted: string): boolean {
  const [have, want] = [numbers(version), numbers(wanted)]
  if (!have || !want) return true
  for (let i = 0; i < 3; i++) if (have[i] !== want[i]) return (have[i] ?? 0) > (want[i] ?? 0)
  return true
}

function numbers(version: string): number[] | null {
  const found = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version.trim())
  return found && [found[1], found[2], found[3] ?? '0'].map(Number)
}
