import { Icon } from '../icons/icon.tsx'
import { useWords } from '../words/use-words.ts'

/** What answers here, said plainly: the built-in engine is never passed off as a model. */
export function EngineChip({ engine }: { engine: string }) {
  const words = useWords()
  const isBuiltIn = /^built-?in\b/i.test(engine)
  return (
    <span className="engine" title={isBuiltIn ? words.builtInHint : words.modelHint}>
      <Icon name={isBuiltIn ? 'bolt' : 'spark'} size={14} />
      {isBuiltIn ? words.builtIn : engine}
    </span>
  )
}
