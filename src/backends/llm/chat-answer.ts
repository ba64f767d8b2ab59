import * as z from 'zod'
import { Failure } from '../../base/failure.ts'
import type { ToolCall } from '../../domain/tool.ts'
import type { ModelAnswer } from './llm.ts'

/**
 * Reads what a server calls a chat completion. Servers differ: content may be null or a list of parts, arguments an
 * object instead of JSON text, ids and usage absent, an error dressed as a 200; thinking may stand in the text.
 * @throws {Failure} MODEL_REFUSED nothing in it can be used; MODEL_BUSY it is an error that passes
 */
export function readAnswer(body: unknown): ModelAnswer {
  const read = Completion.safeParse(body)
  if (!read.success) throw unusable('the answer is no chat completion')
  const { choices, error, usage } = read.data
  if (error) throw errorIn200(error)
  const choice = choices?.[0]
  if (!choice?.message) throw unusable('the answer holds no message')

  const { message, finish_reason } = choice
  if (finish_reason === 'length') throw unusable('the answer was cut at its length limit')
  if (finish_reason === 'content_filter' || message.refusal) throw unusable('the model declined to answer')

  const tools = readCalls(message.tool_calls ?? [])
  const text = withoutThinking(textOf(message.content))
  if (!text && tools.calls.length + tools.malformed.length === 0) throw unusable('the answer is empty')
  return {
    text,
    ...tools,
    inputTokens: usage?.prompt_tokens ?? 0,
    outputTokens: usage?.completion_tokens ?? 0,
  }
}

const Part = z.looseObject({ text: z.string().nullish() })
const WireCall = z.looseObject({
  id: z.string().nullish(),
  function: z.looseObject({ name: z.string(), arguments: z.unknown().optional() }),
})
const Completion = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.string().nullish(),
        message: z
          .looseObject({
            content: z.union([z.string(), z.array(Part)]).nullish(),
            refusal: z.string().nullish(),
            tool_calls: z.array(WireCall).nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
  usage: z.looseObject({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() }).nullish(),
  error: z.unknown().optional(),
})

type Content = string | readonly z.infer<typeof Part>[] | null | undefined

const textOf = (content: Content): string =>
  typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('')

/** Open reasoning models served by Ollama or vLLM think aloud before they answer. */
const withoutThinking = (text: string): string => text.replace(/^\s*<think>[\s\S]*?<\/think>/, '').trim()

function readCalls(wire: readonly z.infer<typeof WireCall>[]): Pick<ModelAnswer, 'calls' | 'malformed'> {
  const calls: ToolCall[] = []
  const malformed: { id: string; tool: string; problem: string }[] = []
  for (const [index, call] of wire.entries()) {
    const id = call.id || `call_${index}`
    const tool = call.function.name
    const args = readArguments(call.function.arguments)
    if (typeof args === 'string') malformed.push({ id, tool, problem: args })
    else calls.push({ id, tool, args })
  }
  return { calls, malformed }
}

/** The arguments, or what is wrong with them. None at all means a tool without parameters. */
function readArguments(raw: unknown): Record<string, unknown> | string {
  if (raw === undefined || raw === null || raw === '') return {}
  let value = raw
  if (typeof raw === 'string') {
    try {
      value = JSON.parse(raw)
    } catch {
      return 'the arguments are not valid JSON'
    }
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Record<string, unknown>) : 'the arguments are not a JSON object'
}

/** Some gateways answer 200 and put the upstream's status inside. */
function errorIn200(error: unknown): Failure {
  const code = Number((error as { code?: unknown })?.code)
  if (code === 429 || code >= 500) return new Failure('MODEL_BUSY', { problem: `error ${code} inside a 200` })
  return unusable('an error inside a 200')
}

const unusable = (problem: string): Failure => new Failure('MODEL_REFUSED', { problem })
