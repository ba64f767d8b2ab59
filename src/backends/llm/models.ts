import type { Clock } from '../../base/clock.ts'
import { Failure } from '../../base/failure.ts'
import type { Secret } from '../../base/secret.ts'
import type { Model, Models } from './llm.ts'
import { ModelServer } from './model-server.ts'
import { modelOn } from './openai-compatible.ts'

export interface ModelsOptions {
  /** The default model, `compatible:<id>` or `openai:<id>`; null: the built-in engine works alone. */
  readonly model: string | null
  /** Null: OpenAI's own, which only `openai:` models have. */
  readonly url: string | null
  readonly key: Secret | null
  readonly connections?: number
  readonly silenceMs?: number
  readonly now?: Clock
}

const OPENAI_URL = 'https://api.openai.com/v1'
const NAME = /^(compatible|openai):(.+)$/

/**
 * The models of one server. Nothing is opened before it is asked for. A plan may name any model of the default's
 * kind; another kind would send this server's key, and a customer's words, where the operator did not say.
 * @throws {Failure} BAD_SETTING
 */
export function openModels({ model, url, key, ...options }: ModelsOptions): Models {
  if (model === null) return { resolve: () => null, close: async () => undefined }
  const kind = kindOf(model)
  if (!kind) throw new Failure('BAD_SETTING', { problem: `MODEL must be compatible:<id> or openai:<id>, got ${model}` })
  if (kind === 'compatible' && !url)
    throw new Failure('BAD_SETTING', {
      problem: 'MODEL=compatible:<id> needs MODEL_URL, such as http://127.0.0.1:11434/v1',
    })

  let server: ModelServer | null = null
  const known = new Map<string, Model>()
  return {
    resolve(name) {
      const wanted = name ?? model
      const found = known.get(wanted)
      if (found) return found
      if (kindOf(wanted) !== kind) throw new Failure('MODEL_REFUSED', { problem: `no server is set for ${wanted}` })
      server ??= new ModelServer({ ...options, url: url ?? OPENAI_URL, key })
      const opened = modelOn(server, { name: wanted, model: wanted.slice(kind.length + 1) })
      known.set(wanted, opened)
      return opened
    },
    close: async () => server?.close(),
  }
}

const kindOf = (name: string): string | undefined => NAME.exec(name)?.[1]
