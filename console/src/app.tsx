import { useEffect, useMemo } from 'react'
import { Icon } from './icons/icon.tsx'
import { TopBar } from './layout/top-bar.tsx'
import { useDemo } from './layout/use-demo.ts'
import { useLiveBus } from './layout/use-live-bus.ts'
import { usePlace } from './layout/use-place.ts'
import { useStored } from './layout/use-stored.ts'
import { Workspace } from './layout/workspace.tsx'
import { SpeechContext } from './words/use-words.ts'
import { CONSOLE_LANGUAGES, WORDS } from './words/words.ts'

const NO_SHOPS: never[] = []

/** The simulator page: pick a shop and a channel, write as a customer, see what the crew did. */
export function App() {
  const [language, setLanguage] = useStored('language', CONSOLE_LANGUAGES, 'pt-BR')
  const { demo, hasFailed } = useDemo()
  const { bus, isLost } = useLiveBus()
  const [place, go] = usePlace(demo?.shops ?? NO_SHOPS)
  const words = WORDS[language]
  const speech = useMemo(() => ({ language, words, setLanguage }), [language, words, setLanguage])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])

  return (
    <SpeechContext value={speech}>
      <div className="page">
        <TopBar engine={demo?.engine ?? null} />
        {isLost && demo && (
          <p className="offline" role="status">
            {words.offline}
          </p>
        )}
        {place ? (
          <Workspace place={place} shops={demo?.shops ?? NO_SHOPS} go={go} bus={bus} />
        ) : (
          <main className="blank">
            {hasFailed && <Icon name="alert" size={28} />}
            <h1>{hasFailed ? words.unreachable : demo ? words.noShops : words.loading}</h1>
            {hasFailed && <p>{words.unreachableHint}</p>}
          </main>
        )}
      </div>
    </SpeechContext>
  )
}
