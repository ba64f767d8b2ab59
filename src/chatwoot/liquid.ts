/** Seen by nobody, and keeps what stands around it from being one sign. */
export const JOINER = '\u2060'

/**
 * `text` so that Chatwoot's Liquid (every outgoing message is parsed as a template, app/models/concerns/liquidable.rb)
 * finds nothing to run in it: an invisible word joiner stands inside each `{{` and `{%`. `{{ '{{' }}` would give the
 * braces back byte for byte, but Chatwoot protects some backticks from Liquid and not others, by version, and where it
 * does the customer would read the escape itself.
 */
export const escapeLiquid = (text: string): string => text.replace(/\{(?=[{%])/g, `{${JOINER}`)

/** The text as a person sees it. */
export const withoutEscapes = (text: string): string => text.replaceAll(`{${JOINER}`, '{')
