import { useEffect, useState } from 'react'
import type { DemoView } from '../../../src/wire/demo-view.ts'
import { readDemo } from '../api/demo-api.ts'

const RETRY_MS = 2_000

/** The demo's shops; asked again until the server answers. */
export function useDemo(): { demo: DemoView | null; hasFailed: boolean } {
  const [demo, setDemo] = useState<DemoView | null>(null)
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async () => {
      try {
        setDemo(await readDemo(abort.signal))
        setFailed(false)
      } catch {
        if (abort.signal.aborted) return
        setFailed(true)
        timer = setTimeout(() => void ask(), RETRY_MS)
      }
    }
    void ask()
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [])
  return { demo, hasFailed }
}
