import type { ReactNode } from 'react'

/** Levels shown open, and children shown before the rest is only counted. */
const OPEN_DEPTH = 2
const MOST_CHILDREN = 100
/** A longer text is cut: pictures and prompts do not belong into the page. */
const LONGEST_TEXT = 4_000

export function JsonNode({ value, name, depth }: { value: unknown; name?: string; depth: number }) {
  const label: ReactNode = name === undefined ? null : <span className="json-key">{name}: </span>
  if (value === null || typeof value !== 'object')
    return (
      <div className="json-line">
        {label}
        <span className={`json-${value === null ? 'null' : typeof value}`}>{shown(value)}</span>
      </div>
    )
  const entries = Object.entries(value)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  if (entries.length === 0)
    return (
      <div className="json-line">
        {label}
        {open}
        {close}
      </div>
    )
  return (
    <details open={depth < OPEN_DEPTH}>
      <summary>
        {label}
        {open}
        <span className="json-count">{entries.length}</span>
        {close}
        {'name' in value && typeof value.name === 'string' && <span className="json-name">{value.name}</span>}
      </summary>
      {entries.slice(0, MOST_CHILDREN).map(([key, child]) => (
        <JsonNode key={key} value={child} name={key} depth={depth + 1} />
      ))}
      {entries.length > MOST_CHILDREN && <div className="json-line">… {entries.length - MOST_CHILDREN}</div>}
    </details>
  )
}

function shown(value: unknown): string {
  if (typeof value !== 'string') return String(value)
  return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value
}
