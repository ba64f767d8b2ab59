/**
 * `npm run test:services`: what needs more than Node: a browser, Redis, the long kill loops. Names what is missing;
 * with `CI=true` anything missing is a failure.
 */
import { execFileSync } from 'node:child_process'
import { runTests, testFiles } from './run-tests.ts'

const NEEDED = ['chromium', 'redis-server']
const missing = NEEDED.filter((name) => {
  try {
    execFileSync('which', [name], { stdio: 'ignore' })
    return false
  } catch {
    return true
  }
})
if (missing.length > 0) console.log(`missing: ${missing.join(', ')} (scripts/install-services.sh installs them)`)
const isCi = process.env.CI === 'true'
const { passed, failed } = await runTests(testFiles(['.services.test.ts']), { limitMinutes: 20, eachMinutes: 15 })
const lacking = isCi ? missing.length : 0
console.log(`${passed} passed, ${failed + lacking} failed`)
process.exit(failed + lacking > 0 ? 1 : 0)
