/** `npm test`: types, lint, and every test that needs only Node. `npm test -- <file> …` runs those files alone. */
import { run } from './run.ts'
import { runTests, testFiles } from './run-tests.ts'

const only = process.argv.slice(2)
if (only.length > 0) {
  const { failed } = await runTests(only)
  process.exit(failed > 0 ? 1 : 0)
}
const [typecheck, lint] = await Promise.all([
  run('npm', ['run', '-s', 'typecheck']),
  run('npm', ['run', '-s', 'lint'], { shows: 'at-the-end' }),
])
const files = testFiles(['.test.ts', '.scenario.ts']).filter(
  (file) => !file.endsWith('.services.test.ts') && !file.startsWith('test/live/'),
)
// The scenarios mostly wait for a server, and the others have the second core meanwhile.
const isScenario = (file: string) => file.endsWith('.scenario.ts')
const tallies = await Promise.all([
  runTests(files.filter((file) => !isScenario(file))),
  runTests(files.filter(isScenario), { shows: 'at-the-end' }),
])
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0)
const gates = [typecheck, lint].filter(({ code }) => code !== 0).length
console.log(`types ${typecheck.code === 0 ? 'fit' : 'DO NOT FIT'}, lint ${lint.code === 0 ? 'is clean' : 'COMPLAINS'}`)
console.log(`${passed} passed, ${failed + gates} failed`)
process.exit(failed + gates > 0 ? 1 : 0)
