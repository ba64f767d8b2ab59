import { useCallback, useState } from 'react'

/** A choice that outlives the page, in this browser only. Without storage (private mode) it lives as long as the page. */
export function useStored<T extends string>(name: string, allowed: readonly T[], initial: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => read(name, allowed) ?? initial)
  const choose = useCallback(
    (next: T) => {
      setValue(next)
      try {
        localStorage.setItem(`chatwootai.${name}`, next)
      } catch {
        // The choice still holds for this page.
      }
    },
    [name],
  )
  return [value, choose]
}

function read<T extends string>(name: string, allowed: readonly T[]): T | undefined {
  try {
    const held = localStorage.getItem(`chatwootai.${name}`)
    return allowed.find((value) => value === held)
  } catch {
    return undefined
  }
}
