import type { TurnView } from '../../../src/wire/turn-view.ts'

/** The names of the models a turn called, as its model steps recorded them, each once. */
export function modelsOf({ steps }: Pick<TurnView, 'steps'>): string[] {
  const names = steps
    .filter(({ kind }) => kind === 'model')
    .flatMap(({ request, response }) => [modelIn(request), modelIn(response)])
    .filter((name) => name !== null)
  return [...new Set(names)]
}

function modelIn(value: unknown): string | null {
  if (value === null || typeof value !== 'object' || !('model' in value)) return null
  return typeof value.model === 'string' ? value.model : null
}
