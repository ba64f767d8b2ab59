import type { ToolDescription } from '../../domain/tool.ts'
import type { ModelMessage, ModelRequest } from './llm.ts'

export interface BodyOptions {
  readonly model: string
  /** OpenAI's newer models know only `max_completion_tokens`, most others only `max_tokens`. */
  readonly tokenLimit: 'max_tokens' | 'max_completion_tokens'
}

/**
 * The body of `POST /chat/completions`. What does not change between turns is serialised once: a plan hands down
 * the same tool list each time, and its schemas are the largest part of a prompt.
 */
export function chatBody(request: ModelRequest, { model, tokenLimit }: BodyOptions): string {
  let body = `{"model":${JSON.stringify(model)},"messages":[{"role":"system","content":${JSON.stringify(request.instructions)}}`
  for (const message of request.messages) body += `,${JSON.stringify(wireMessage(message))}`
  body += ']'
  if (request.tools.length > 0) {
    body += `,"tools":${toolsJson(request.tools)}`
    if (request.toolChoice === 'none') body += ',"tool_choice":"none"'
  }
  if (request.output === 'json') body += ',"response_format":{"type":"json_object"}'
  if (request.temperature !== undefined) body += `,"temperature":${request.temperature}`
  if (request.maxOutputTokens !== undefined) body += `,"${tokenLimit}":${request.maxOutputTokens}`
  return `${body}}`
}

const serialised = new WeakMap<readonly ToolDescription[], string>()

function toolsJson(tools: readonly ToolDescription[]): string {
  const known = serialised.get(tools)
  if (known !== undefined) return known
  const json = JSON.stringify(
    tools.map(({ name, description, inputSchema }) => ({
      type: 'function',
      function: { name, description, parameters: inputSchema },
    })),
  )
  serialised.set(tools, json)
  return json
}

function wireMessage(message: ModelMessage): object {
  switch (message.role) {
    case 'user':
    case 'assistant':
      return { role: message.role, content: message.text }
    case 'assistant-tools':
      return {
        role: 'assistant',
        content: message.text || null,
        tool_calls: message.calls.map(({ id, tool, args }) => ({
          id,
          type: 'function',
          function: { name: tool, arguments: JSON.stringify(args) },
        })),
      }
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.text }
  }
}
