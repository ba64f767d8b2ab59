/** The fake model as a process of its own: FAKE_PORT, FAKE_LATENCY_MS. Prints its URL; ends with its parent. */
import { openFakeModel } from './model.ts'

const { FAKE_PORT = '0', FAKE_LATENCY_MS = '0' } = process.env
const model = await openFakeModel({ port: Number(FAKE_PORT), latencyMs: Number(FAKE_LATENCY_MS) })
process.on('message', (message: { latencyMs: number }) => {
  model.setLatency(message.latencyMs)
  process.send?.({ latencyMs: message.latencyMs })
})
process.once('disconnect', () => process.exit(0))
process.send?.({ url: model.url })
