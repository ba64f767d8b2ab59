import type { TurnView } from '../../../src/wire/turn-view.ts'
import { Icon } from '../icons/icon.tsx'
import { useWords } from '../words/use-words.ts'
import { JsonView } from './json-view.tsx'
import { sourceSign } from './source-sign.ts'

interface Props {
  call: TurnView['tools'][number]
  index: number
  args: unknown
  isPointed: boolean
}

/** One tool call: what it was asked and what came back, folded. */
export function ToolCallCard({ call, index, args, isPointed }: Props) {
  const words = useWords()
  return (
    <details className="source" data-pointed={isPointed} data-source="tool">
      <summary>
        <sup data-source="tool">{sourceSign({ kind: 'tool', index })}</sup>
        <code>{call.tool}</code>
        <span className="args">{args === undefined ? '' : brief(args)}</span>
        <span className="verdict" data-ok={call.ok}>
          {call.ok ? words.turns.ok : words.turns.problem}
        </span>
        <Icon name="chevron" size={14} />
      </summary>
      {call.problem !== null && <p className="problem">{call.problem}</p>}
      {args !== undefined && (
        <>
          <h4>{words.turns.args}</h4>
          <JsonView value={args} />
        </>
      )}
      <h4>{words.turns.result}</h4>
      <JsonView value={call.data} />
    </details>
  )
}

/** `{ query: 'batom', limit: 3 }` → `batom, 3`. */
function brief(args: unknown): string {
  if (args === null || typeof args !== 'object') return String(args)
  return Object.values(args)
    .filter((value) => value !== null && typeof value !== 'object')
    .join(', ')
}
