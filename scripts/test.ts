/** `npm test`: types, lint, and every test that needs only Node. `npm test -- <file> …` runs those files alone. */
import { run } from './run.ts'
import { runTests, testFiles } from './run-tests.ts'

const only = process.argv.slice(2)
if (only.length > 0) {
  const { failed } = await runTests(only)
  process.exit(failed > 0 ? 1 : 0)
}
const typecheck = await run('npm', ['run', '-s', 'typecheck'])
const lint = await run('npm', ['run', '-s', 'lint'])
const files = testFiles(['.test.ts', '.scenario.ts']).filter(
  (file) => !file.endsWith('.services.test.ts') && !file.startsWith('test/live/'),
)
const tests = await runTests(files)
const gates = [typecheck, lint].filter(({ code }) => code !== 0).length
console.log(`types ${typecheck.code === 0 ? 'fit' : 'DO NOT FIT'}, lint ${lint.code === 0 ? 'is clean' : 'COMPLAINS'}`)
console.log(`${tests.passed} passed, ${tests.failed + gates} failed`)
process.exit(tests.failed + gates > 0 ? 1 : 0)
