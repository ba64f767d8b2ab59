/** One server-sent stream. `EventSource` reconnects by itself; `onOpen` runs each time it has. */
export interface LiveFeed {
  close(): void
}

export interface FeedListeners {
  /** By event name; unnamed events are `message`. Data that is not JSON is skipped. */
  readonly events: Readonly<Record<string, (data: unknown) => void>>
  readonly onOpen: () => void
  readonly onLost: () => void
}

export function openFeed(path: string, { events, onOpen, onLost }: FeedListeners): LiveFeed {
  const source = new EventSource(path)
  source.addEventListener('open', onOpen)
  source.addEventListener('error', onLost)
  for (const [name, listen] of Object.entries(events)) {
    source.addEventListener(name, (event) => {
      const data = parsed(event)
      if (data !== undefined) listen(data)
    })
  }
  return source
}

function parsed(event: Event): unknown {
  if (!(event instanceof MessageEvent) || typeof event.data !== 'string') return undefined
  try {
    return JSON.parse(event.data)
  } catch {
    return undefined
  }
}
