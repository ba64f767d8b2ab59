import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second in /proc: USER_HZ on Linux. */
const TICKS = 100

export interface Usage {
  /** CPU seconds of the processes that live, user and system. */
  readonly cpuSeconds: number
  /** Resident memory, in MB. */
  readonly rssMb: number
}

/** The process and all below it, parents first. Linux only. */
export function treeOf(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = Number(statOf(Number(name))?.[1] ?? 0)
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const found = [root]
  for (const pid of found) found.push(...(children.get(pid) ?? []))
  return found
}

/** What a process and all below it have used. */
export function usageOf(root: number): Usage {
  let [ticks, bytes] = [0, 0]
  for (const pid of treeOf(root)) {
    const stat = statOf(pid)
    ticks += Number(stat?.[11] ?? 0) + Number(stat?.[12] ?? 0)
    bytes += Number(stat?.[21] ?? 0) * 4096
  }
  return { cpuSeconds: ticks / TICKS, rssMb: bytes / 1_048_576 }
}

/** Busy CPU seconds of the whole machine since it started. */
export function machineSeconds(): number {
  const [line = ''] = readFileSync('/proc/stat', 'latin1').split('\n')
  const [user = 0, nice = 0, system = 0, , , irq = 0, soft = 0] = line.trim().split(/\s+/).slice(1).map(Number)
  return (user + nice + system + irq + soft) / TICKS
}

/** The fields of /proc/<pid>/stat behind the name; undefined when the process is gone. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
