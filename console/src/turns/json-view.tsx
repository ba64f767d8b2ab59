import { JsonNode } from './json-node.tsx'

/** A JSON value, readable: coloured by type, deep parts folded. */
export function JsonView({ value }: { value: unknown }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className="json" tabIndex={0}>
      <JsonNode value={value} depth={0} />
    </div>
  )
}
