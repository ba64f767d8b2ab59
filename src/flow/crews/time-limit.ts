/**
 * Runs `work` with a signal that aborts after `ms`, or with `outer`; its reason tells which. A timer and one listener,
 * because `AbortSignal.any` over `AbortSignal.timeout` costs several times as much, and every agent of every turn has one.
 */
export async function within<T>(
  { ms, outer }: { ms: number; outer: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted()
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new DOMException(`longer than ${ms} ms`, 'TimeoutError')), ms)
  const onAbort = () => controller.abort(outer.reason)
  outer.addEventListener('abort', onAbort, { once: true })
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
    outer.removeEventListener('abort', onAbort)
  }
}

export const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError'
