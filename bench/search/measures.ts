/** What some work took, and how much memory the process that did it had at most. */
export type Cost = {
  readonly done: number
  readonly seconds: number
  readonly cpu: number
  readonly peak: number
}

export async function costOf(work: () => Promise<number>): Promise<Cost> {
  const began = performance.now()
  const before = process.cpuUsage()
  const done = await work()
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(before)
  return { done, seconds, cpu: (user + system) / 1e6, peak: process.resourceUsage().maxRSS / 1024 }
}

/** Milliseconds. */
export type Times = { readonly p50: number; readonly p99: number }

export const timesOf = (times: readonly number[]): Times => ({
  p50: at(times, 0.5),
  p99: at(times, 0.99),
})

export const at = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
