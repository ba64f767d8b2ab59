import { useEffect, useSyncExternalStore } from 'react'
import { useStored } from './use-stored.ts'

export type Theme = 'light' | 'dark'
const DARK = '(prefers-color-scheme: dark)'

/** The system's theme until the reader chooses one. */
export function useTheme(): { theme: Theme; toggle: () => void } {
  const [chosen, choose] = useStored('theme', ['system', 'light', 'dark'], 'system')
  const isSystemDark = useSyncExternalStore(subscribe, () => matchMedia(DARK).matches)
  const theme = chosen === 'system' ? (isSystemDark ? 'dark' : 'light') : chosen
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  return { theme, toggle: () => choose(theme === 'dark' ? 'light' : 'dark') }
}

function subscribe(onChange: () => void): () => void {
  const query = matchMedia(DARK)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}
