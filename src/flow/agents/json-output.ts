/** The JSON object in a model's text, or why there is none. Servers without a JSON mode put it into a code fence. */
export function readJson(text: string): { readonly value: Record<string, unknown> } | { readonly problem: string } {
  const inner = /^```(?:json)?\s*([\s\S]*?)\s*```$/.exec(text.trim())?.[1] ?? text
  try {
    const value: unknown = JSON.parse(inner)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as Record<string, unknown> }
    return { problem: 'it is JSON, but no object' }
  } catch (error) {
    return { problem: error instanceof Error ? error.message.slice(0, 120) : 'it is no JSON' }
  }
}
