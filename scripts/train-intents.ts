/**
 * Trains the built-in engine's classifiers from `src/flow/agents/builtin/phrases/*.txt` and writes `weights.json`
 * beside them. Deterministic: the same phrases and code give the same file. `--report` also prints, for each
 * language, how the phrases that are held out of training come out. Run it after changing phrases or features:
 *
 *   node scripts/train-intents.ts --report
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { INTENTS } from '../src/domain/intent.ts'
import { LANGUAGES } from '../src/domain/language.ts'
import { languageFeatures, topicFeatures } from '../src/flow/agents/builtin/features.ts'
import { LinearModel } from '../src/flow/agents/builtin/linear-model.ts'
import { type Example, examplesOf, readPhrases, trainingHash } from './intents/phrases.ts'
import { fitTemperature, packed, train } from './intents/softmax-regression.ts'

const WEIGHTS = new URL('../src/flow/agents/builtin/weights.json', import.meta.url)

const examples = LANGUAGES.flatMap((language) => examplesOf(readPhrases(language), language))

const intents = trained(examples, { classes: INTENTS, of: 'intent', size: 2 ** 14, featuresOf: topicFeatures })
const languages = trained(examples, { classes: LANGUAGES, of: 'language', size: 2 ** 12, featuresOf: languageFeatures })
writeFileSync(WEIGHTS, `${JSON.stringify({ hash: trainingHash(), intents, languages }, null, 1)}\n`)

if (parseArgs({ options: { report: { type: 'boolean' } } }).values.report) report()

type Task = {
  classes: readonly string[]
  of: 'intent' | 'language'
  size: number
  featuresOf: typeof topicFeatures
}

/** Trains on everything; the temperature is fitted on five fifths, each predicted by a model that has not seen it. */
function trained(all: readonly Example[], { classes, of, size, featuresOf }: Task) {
  const rows = all.map((e) => ({
    features: featuresOf(e.text, size),
    label: classes.indexOf(e[of]),
    fold: e.phrase % 5,
    isOriginal: e.isOriginal,
  }))
  const unseen = [0, 1, 2, 3, 4].flatMap((fold) => {
    const model = train(
      rows.filter((row) => row.fold !== fold),
      { classes: classes.length, size },
    )
    return rows
      .filter((row) => row.fold === fold && row.isOriginal)
      .map((row) => ({ scores: model.scores(row.features), label: row.label }))
  })
  const right = unseen.filter(({ scores, label }) => scores.indexOf(Math.max(...scores)) === label).length
  console.log(`${of}: ${rows.length} examples, five-fold accuracy ${(right / unseen.length).toFixed(3)}`)
  return packed(train(rows, { classes: classes.length, size }), { classes, size, temperature: fitTemperature(unseen) })
}

function report(): void {
  const model = new LinearModel(intents, topicFeatures)
  for (const language of LANGUAGES) {
    const rows = readPhrases(`held-out.${language}`).phrases
    const guesses = rows.map(({ text, intent }) => ({ intent, guess: model.guesses(text)[0] }))
    const right = guesses.filter(({ intent, guess }) => guess?.name === intent)
    const sure = guesses.reduce((sum, { guess }) => sum + (guess?.confidence ?? 0), 0) / rows.length
    console.log(`${language}: held out ${right.length}/${rows.length}, mean confidence ${sure.toFixed(3)}`)
    for (const name of INTENTS) {
      const of = guesses.filter(({ intent }) => intent === name)
      console.log(`  ${name} ${of.filter(({ guess }) => guess?.name === name).length}/${of.length}`)
    }
  }
}
