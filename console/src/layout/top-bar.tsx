import { Icon } from '../icons/icon.tsx'
import { useSpeech } from '../words/use-words.ts'
import { CONSOLE_LANGUAGES } from '../words/words.ts'
import { EngineChip } from './engine-chip.tsx'
import { useTheme } from './use-theme.ts'

const SHORT = { 'pt-BR': 'PT', es: 'ES', en: 'EN' } as const
const FULL = { 'pt-BR': 'Português', es: 'Español', en: 'English' } as const

export function TopBar({ engine }: { engine: string | null }) {
  const { language, words, setLanguage } = useSpeech()
  const { theme, toggle } = useTheme()
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <header className="top">
      <div className="brand">
        <img src="/favicon.svg" width={28} height={28} alt="" />
        <strong>ChatwootAI</strong>
        <span>{words.simulator}</span>
      </div>
      {engine && <EngineChip engine={engine} />}
      <div className="top-tools">
        <fieldset className="segments segments-small">
          <legend className="unseen">{words.language}</legend>
          {CONSOLE_LANGUAGES.map((code) => (
            <button
              key={code}
              type="button"
              lang={code}
              title={FULL[code]}
              aria-pressed={code === language}
              onClick={() => setLanguage(code)}
            >
              {SHORT[code]}
            </button>
          ))}
        </fieldset>
        <button
          type="button"
          className="icon-button"
          title={words.theme[other]}
          aria-label={words.theme[other]}
          onClick={toggle}
        >
          <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
        </button>
      </div>
    </header>
  )
}
