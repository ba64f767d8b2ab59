import { type Plain, plain, type Sourced } from './tree/sourced.ts'

/** `online_channels` by their names to the list; without an address there is nothing to tell. */
export function onlineChannels(node: Sourced | undefined): Plain[] {
  if (node?.kind !== 'map') return []
  return [...node.entries].flatMap(([name, channel]) => {
    const { url, mentionAtEnd } = plain(channel) as { url?: Plain; mentionAtEnd?: Plain }
    return url === undefined ? [] : [{ name, url, mentionAtEnd: mentionAtEnd ?? false }]
  })
}
