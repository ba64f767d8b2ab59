import { readAnswer } from './chat-answer.ts'
import { type BodyOptions, chatBody } from './chat-body.ts'
import type { AskOptions, Model, ModelAnswer, ModelRequest } from './llm.ts'
import { ModelServer, type ModelServerOptions } from './model-server.ts'

export interface CompatibleOptions extends ModelServerOptions {
  /** `compatible:<id>` or `openai:<id>`. */
  readonly name: string
  /** The id the server knows it by. */
  readonly model: string
}

/** A model behind `/chat/completions` on sockets of its own: OpenAI, Ollama, vLLM, llama.cpp, LiteLLM and the like. */
export function openCompatibleModel({ name, model, ...server }: CompatibleOptions): Model {
  const own = new ModelServer(server)
  return modelOn(own, { name, model }, () => own.close())
}

/** The same on a server that others share; closing it leaves the server open. */
export function modelOn(
  server: ModelServer,
  { name, model }: { name: string; model: string },
  close: () => Promise<void> = async () => undefined,
): Model {
  const body: BodyOptions = { model, tokenLimit: name.startsWith('openai:') ? 'max_completion_tokens' : 'max_tokens' }
  return {
    name,
    close,
    async ask(request: ModelRequest, options: AskOptions): Promise<ModelAnswer> {
      return readAnswer(await server.post(chatBody(request, body), options))
    },
  }
}
