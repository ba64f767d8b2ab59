import { useEffect, useState } from 'react'
import { LiveBus } from '../live/live-bus.ts'

/** The page's one live stream, and whether it is there. */
export function useLiveBus(): { bus: LiveBus; isLost: boolean } {
  const [bus] = useState(() => new LiveBus())
  const [isLost, setLost] = useState(false)
  useEffect(() => {
    const stop = bus.listen((event) => {
      if (event.kind === 'connected') setLost(false)
      if (event.kind === 'lost') setLost(true)
    })
    bus.open()
    return () => {
      stop()
      bus.close()
    }
  }, [bus])
  return { bus, isLost }
}
