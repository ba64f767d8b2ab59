import { machineSeconds, usageOf } from './process-tree.ts'

export interface Cost {
  /** CPU seconds of the process tree in the measured time. */
  readonly cpuSeconds: number
  /** Highest resident memory seen, in MB. */
  readonly peakRssMb: number
  /** CPU seconds per second that neither the tree nor this process took: how busy the machine was besides. */
  readonly otherCores: number
}

/** What the tree under `pid` costs between `fromMs` and `toMs` after now, while `work` runs. */
export async function costing<T>(
  { pid, fromMs, toMs }: { pid: number; fromMs: number; toMs: number },
  work: () => Promise<T>,
): Promise<{ result: T; cost: Cost }> {
  let peakRssMb = 0
  const sampler = setInterval(() => {
    peakRssMb = Math.max(peakRssMb, usageOf(pid).rssMb)
  }, 200)
  const marks: { tree: number; own: number; machine: number }[] = []
  const mark = () => {
    const { user, system } = process.cpuUsage()
    marks.push({ tree: usageOf(pid).cpuSeconds, own: (user + system) / 1e6, machine: machineSeconds() })
  }
  const timers = [setTimeout(mark, fromMs), setTimeout(mark, toMs)]
  try {
    const result = await work()
    const [a, b] = marks
    if (!a || !b) throw new Error('the work ended before it was measured')
    const others = b.machine - a.machine - (b.tree - a.tree) - (b.own - a.own)
    const otherCores = Math.max(0, others / ((toMs - fromMs) / 1_000))
    return { result, cost: { cpuSeconds: b.tree - a.tree, peakRssMb, otherCores } }
  } finally {
    clearInterval(sampler)
    for (const timer of timers) clearTimeout(timer)
  }
}
